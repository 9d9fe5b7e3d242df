"""Taking in at a window (窗口收件), also for another township (异地代收代办)."""
