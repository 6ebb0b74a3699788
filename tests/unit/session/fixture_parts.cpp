// This binary's copy of the scripted servers and the fake effects.
#include "tests/unit/backend/scripted_server.cpp"
#include "tests/unit/exec/fake_effects.cpp"
