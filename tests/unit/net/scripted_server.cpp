// The scripted server of the backend tests serves here behind real sockets.
#include "tests/unit/backend/scripted_server.cpp"
