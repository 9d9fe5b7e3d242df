"""Papers that come in (材料) and letters that go out (文书): inspected, kept, sealed, verified."""
