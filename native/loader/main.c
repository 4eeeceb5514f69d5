// SPDX-License-Identifier: Apache-2.0
/*
 * ebpflow-loader: loads the BPF programs for one JVM and hands them over as file descriptors. It is a program of its own
 * so that the JVM needs no privilege, and static so that it runs wherever a JVM does.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "ebpflow_records.h"
#include "failure.h"
#include "preflight.h"
#include "serve.h"

#define EXIT_USAGE 2

static const char usage[] =
	"ebpflow-loader loads the eBPF programs of the ebpflow Java agent.\n"
	"\n"
	"  --fd N          serve one request on this connected socket; how the agent starts it\n"
	"  --socket PATH   connect to an agent's socket and serve one request\n"
	"  --broker PATH   listen there and serve every JVM that connects, each for itself\n"
	"  --mode OCTAL    permissions of the broker's socket (default 0666)\n"
	"  --probe         print what this kernel and this user can trace, as JSON\n"
	"  --version       print the versions of loader, protocol and record layout\n"
	"  --help          print this\n";

struct options {
	enum { ACTION_MISSING, ACTION_FD, ACTION_SOCKET, ACTION_BROKER, ACTION_PROBE, ACTION_VERSION, ACTION_HELP } action;
	int actions;
	long fd;
	const char *path;
	unsigned long mode;
};

static int parse_number(const char *option, const char *text, int base, unsigned long max, unsigned long *number)
{
	char *end;

	errno = 0;
	*number = strtoul(text, &end, base);
	if (errno || end == text || *end || *text == '-' || *number > max) {
		fprintf(stderr, base == 8 ? "ebpflow-loader: --%s %s: not an octal number up to %lo\n" :
				    "ebpflow-loader: --%s %s: not a number up to %lu\n",
			option, text, max);
		return -EINVAL;
	}
	return 0;
}

static int parse(int argc, char **argv, struct options *options)
{
	static const struct option known[] = {
		{ "fd", required_argument, NULL, ACTION_FD },
		{ "socket", required_argument, NULL, ACTION_SOCKET },
		{ "broker", required_argument, NULL, ACTION_BROKER },
		{ "probe", no_argument, NULL, ACTION_PROBE },
		{ "version", no_argument, NULL, ACTION_VERSION },
		{ "help", no_argument, NULL, ACTION_HELP },
		{ "mode", required_argument, NULL, 'm' },
		{},
	};
	unsigned long number;
	int option;

	opterr = 0;
	while ((option = getopt_long(argc, argv, ":", known, NULL)) != -1) {
		switch (option) {
		case ':':
			fprintf(stderr, "ebpflow-loader: %s needs a value, see --help\n", argv[optind - 1]);
			return -EINVAL;
		case '?':
			fprintf(stderr, "ebpflow-loader: unknown option %s, see --help\n", argv[optind - 1]);
			return -EINVAL;
		case 'm':
			if (parse_number("mode", optarg, 8, 0777, &options->mode))
				return -EINVAL;
			continue;
		case ACTION_FD:
			if (parse_number("fd", optarg, 10, 0xffff, &number))
				return -EINVAL;
			options->fd = number;
			break;
		default:
			options->path = optarg;
		}
		options->action = option;
		options->actions++;
	}
	if (optind < argc) {
		fprintf(stderr, "ebpflow-loader: unknown argument %s, see --help\n", argv[optind]);
		return -EINVAL;
	}
	if (options->actions != 1) {
		fprintf(stderr, "ebpflow-loader: needs one of --fd, --socket, --broker, --probe, see --help\n");
		return -EINVAL;
	}
	return 0;
}

static void print_version(void)
{
	struct utsname machine = {};

	uname(&machine);
	printf("ebpflow-loader %s (protocol %d, record layout %d, %s)\n", EBPFLOW_VERSION, EBPFLOW_PROTOCOL_VERSION,
	       EBPFLOW_LAYOUT_VERSION, machine.machine);
}

/*
 * A broker's peers are traced for themselves alone, so any may come, if the one who runs it has been trusted with the
 * capabilities: root, or a service that got them from its manager. A user who merely may execute a loader with file
 * capabilities (AT_SECURE) cannot open it to others.
 */
static int broker_serves_any_uid(void)
{
	return getuid() == 0 || !getauxval(AT_SECURE);
}

static int run(const struct options *options)
{
	sigset_t time_limit;
	int no_new_privs = prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) > 0;

	/* Nothing is ever executed from here. */
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	signal(SIGPIPE, SIG_IGN);
	/* Whatever the application that starts us does with it: alarm() has to end this process. */
	signal(SIGALRM, SIG_DFL);
	sigemptyset(&time_limit);
	sigaddset(&time_limit, SIGALRM);
	sigprocmask(SIG_UNBLOCK, &time_limit, NULL);
	libbpf_log_capture();

	switch (options->action) {
	case ACTION_FD:
		return serve(options->fd, getuid() == 0) ? EXIT_FAILURE : EXIT_SUCCESS;
	case ACTION_SOCKET:
		return serve_at(options->path, getuid() == 0) ? EXIT_FAILURE : EXIT_SUCCESS;
	case ACTION_BROKER:
		return broker_run(options->path, options->mode, broker_serves_any_uid()) ? EXIT_FAILURE : EXIT_SUCCESS;
	case ACTION_PROBE:
		return preflight_print(no_new_privs) ? EXIT_SUCCESS : EXIT_FAILURE;
	case ACTION_VERSION:
		print_version();
		return EXIT_SUCCESS;
	default:
		fputs(usage, stdout);
		return EXIT_SUCCESS;
	}
}

int main(int argc, char **argv)
{
	struct options options = { .mode = 0666 };

	if (parse(argc, argv, &options))
		return EXIT_USAGE;
	return run(&options);
}
