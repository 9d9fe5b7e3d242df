/* Lets the time of day of a process run ahead by as many seconds as a file of eight bytes says.
   For `make faults` only; what measures how long something takes (monotonic clocks) is left alone.
   libfaketime is not used here: it makes every wait for Python's lock a spin. */

#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
#include <dlfcn.h>

static const volatile long *lead;
static int (*ask)(clockid_t, struct timespec *);

__attribute__((constructor)) static void begin(void) {
    const char *name = getenv("CLOCK_LEAD");
    int file = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
    ask = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    if (file >= 0) {
        void *seen = mmap(NULL, sizeof *lead, PROT_READ, MAP_SHARED, file, 0);
        if (seen != MAP_FAILED) lead = seen;
        close(file);
    }
}

int clock_gettime(clockid_t which, struct timespec *now) {
    int told = ask ? ask(which, now) : (int)syscall(SYS_clock_gettime, which, now);
    if (told == 0 && lead && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE))
        now->tv_sec += *lead;
    return told;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    struct timespec told;
    (void)zone;
    if (clock_gettime(CLOCK_REALTIME, &told) != 0) return -1;
    now->tv_sec = told.tv_sec;
    now->tv_usec = told.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *into) {
    struct timespec told;
    if (clock_gettime(CLOCK_REALTIME, &told) != 0) return -1;
    if (into) *into = told.tv_sec;
    return told.tv_sec;
}
