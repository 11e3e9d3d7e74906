// libcurl's header.
#ifndef LOOPWALK_CCURL_H
#define LOOPWALK_CCURL_H

#include <curl/curl.h>

#endif
