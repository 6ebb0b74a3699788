// This binary's copy of the scripted server of the backend tests.
#include "tests/unit/backend/scripted_server.cpp"
