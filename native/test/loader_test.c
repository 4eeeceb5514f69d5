// SPDX-License-Identifier: Apache-2.0
/*
 * The loader as an agent sees it: what it answers, what it refuses, what works after it is gone and what is left.
 *
 *   loader_test PATH_OF_LOADER
 *
 * Every test runs in a process of its own, with its own time limit, so that it may change uid and pid namespace. Those
 * that load programs need root, and take the place of the JVM: the programs trace the test itself.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

#include "agent.h"

#define NOBODY 65534
#define TEST_LIMIT_S 30

static char directory[] = "/tmp/ebpflow-loader-test-XXXXXX";
static char plain[128];        /* copy of the loader that any user may execute */
static char with_caps[128];    /* the same with file capabilities, as an administrator installs it */
static char broker_path[128];

static int bpf_command(int command, union bpf_attr *attributes)
{
	return syscall(SYS_bpf, command, attributes, sizeof(*attributes));
}

static __u32 program_of_link(int link)
{
	struct bpf_link_info info = {};
	union bpf_attr attributes = {
		.info = { .bpf_fd = link, .info_len = sizeof(info), .info = (__u64)(unsigned long)&info }
	};

	CHECK(!bpf_command(BPF_OBJ_GET_INFO_BY_FD, &attributes), "%m");
	return info.prog_id;
}

static int program_exists(__u32 id)
{
	union bpf_attr attributes = { .prog_id = id };
	int fd = bpf_command(BPF_PROG_GET_FD_BY_ID, &attributes);

	CHECK(fd >= 0 || errno == ENOENT, "%m");
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static void refuses_bad_magic(void)
{
	struct ebpflow_request request = good_request;
	struct answer answer = {};

	request.magic++;
	ask_as(plain, getuid(), &request, sizeof(request), &answer);
	check_refusal(&answer, EBPFLOW_BAD_REQUEST);
	CHECK(answer.exit_code == 1, "%d", answer.exit_code);
}

static void refuses_other_release(void)
{
	struct ebpflow_request request = good_request;
	struct answer answer = {};

	request.layout_version++;
	ask_as(plain, getuid(), &request, sizeof(request), &answer);
	check_refusal(&answer, EBPFLOW_BAD_REQUEST);
	CHECK(answer.reply.error == EPROTONOSUPPORT, "%s", answer.reply.text);
}

static void refuses_request_of_wrong_size(void)
{
	char request[sizeof(good_request) + 1] = {};
	struct answer answer = {};

	memcpy(request, &good_request, sizeof(good_request));
	ask_as(plain, getuid(), request, sizeof(request), &answer);
	check_refusal(&answer, EBPFLOW_BAD_REQUEST);
}

static void refuses_impossible_ring(void)
{
	struct ebpflow_request request = good_request;
	struct answer answer = {};

	request.ring_bytes = 7919;
	ask_as(plain, getuid(), &request, sizeof(request), &answer);
	check_refusal(&answer, EBPFLOW_BAD_REQUEST);
}

static void refuses_without_capabilities(void)
{
	struct answer answer = {};

	if (getuid() == 0)
		become(NOBODY);
	ask(plain, &answer);
	check_refusal(&answer, EBPFLOW_NOT_PERMITTED);
}

static void ends_when_peer_never_speaks(void)
{
	struct answer answer = {};
	time_t before = time(NULL);
	int status, sock;
	pid_t child;

	sock = start(plain, getuid(), &child);
	receive(sock, &answer);
	check_refusal(&answer, EBPFLOW_BAD_REQUEST);
	CHECK(answer.reply.error == ETIMEDOUT, "%s", answer.reply.text);
	CHECK(waitpid(child, &status, 0) == child, "%m");
	CHECK(time(NULL) - before <= EBPFLOW_LOADER_TIMEOUT_S, "%ld s", (long)(time(NULL) - before));
}

static void ends_when_peer_is_gone(void)
{
	int status, sock;
	pid_t child;

	sock = start(plain, getuid(), &child);
	close(sock);
	CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 1, "%#x", status);
}

static void refuses_unknown_option(void)
{
	int status;
	pid_t child = fork();

	if (child == 0) {
		close(STDERR_FILENO);
		execl(plain, plain, "--no-such-option", NULL);
		_exit(127);
	}
	CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 2, "%#x", status);
}

static void refuses_strangers(void)
{
	struct answer answer = {};

	/* The socket pair is root's, the loader's real uid is not. */
	ask_as(with_caps, NOBODY, &good_request, sizeof(good_request), &answer);
	check_refusal(&answer, EBPFLOW_NOT_YOURS);
}

static void traces_as_root(void)
{
	struct answer answer = {};

	ask(plain, &answer);
	check_tracing(&answer);
	CHECK(answer.exit_code == 0, "%d", answer.exit_code);
	CHECK(answer.reply.ring_bytes == EBPFLOW_RING_BYTES, "%u", answer.reply.ring_bytes);
}

static void traces_unprivileged_with_file_capabilities(void)
{
	struct answer answer = {};

	become(NOBODY);
	ask(with_caps, &answer);
	check_tracing(&answer);
}

static void traces_in_pid_namespace(void)
{
	struct answer answer = {};
	int status;
	pid_t child;

	CHECK(!unshare(CLONE_NEWPID), "%m");
	child = fork();
	if (child == 0) {
		CHECK(getpid() == 1, "%d", getpid());
		ask(plain, &answer);
		check_tracing(&answer);
		exit(0);
	}
	CHECK(waitpid(child, &status, 0) == child && status == 0, "%#x", status);
}

static void leaves_nothing_behind(void)
{
	struct answer answer = {};
	__u32 id;
	int i;

	ask(plain, &answer);
	CHECK(answer.reply.status == EBPFLOW_OK, "%s", answer.reply.text);
	id = program_of_link(answer.fds[answer.fd_count - 1]);
	CHECK(program_exists(id), "program %u", id);
	for (i = 0; i < answer.fd_count; i++)
		close(answer.fds[i]);
	/* Programs are freed after RCU grace periods. */
	for (i = 0; i < 100 && program_exists(id); i++)
		usleep(20000);
	CHECK(!program_exists(id), "program %u is still there", id);
}

static void ask_broker(struct answer *answer)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int sock = socket(AF_UNIX, SOCK_SEQPACKET, 0), i, err = -1;

	strcpy(address.sun_path, broker_path);
	for (i = 0; i < 100 && err; i++) {
		err = connect(sock, (struct sockaddr *)&address, sizeof(address));
		if (err)
			usleep(20000);
	}
	CHECK(!err, "%m");
	CHECK(send(sock, &good_request, sizeof(good_request), 0) == sizeof(good_request), "%m");
	receive(sock, answer);
	close(sock);
}

static void broker_serves_stranger_in_pid_namespace(void)
{
	struct answer answer = {};
	pid_t broker = fork(), child;
	int status;

	if (broker == 0) {
		execl(plain, plain, "--broker", broker_path, NULL);
		_exit(127);
	}
	CHECK(!unshare(CLONE_NEWPID), "%m");
	child = fork();
	if (child == 0) {
		become(NOBODY);
		ask_broker(&answer);
		check_tracing(&answer);
		exit(0);
	}
	CHECK(waitpid(child, &status, 0) == child && status == 0, "%#x", status);
	kill(broker, SIGTERM);
	CHECK(waitpid(broker, &status, 0) == broker && status == 0, "%#x", status);
	CHECK(access(broker_path, F_OK) && errno == ENOENT, "%s is left", broker_path);
}

static const struct test {
	const char *name;
	void (*run)(void);
	int needs_root;
} tests[] = {
#define TEST(name, needs_root) { #name, name, needs_root }
	TEST(ends_when_peer_never_speaks, 0), /* first: it takes 5 s, in which the others run */
	TEST(refuses_bad_magic, 0),
	TEST(refuses_other_release, 0),
	TEST(refuses_request_of_wrong_size, 0),
	TEST(refuses_impossible_ring, 0),
	TEST(refuses_without_capabilities, 0),
	TEST(ends_when_peer_is_gone, 0),
	TEST(refuses_unknown_option, 0),
	TEST(refuses_strangers, 1),
	TEST(traces_as_root, 1),
	TEST(traces_unprivileged_with_file_capabilities, 1),
	TEST(traces_in_pid_namespace, 1),
	TEST(leaves_nothing_behind, 1),
	TEST(broker_serves_stranger_in_pid_namespace, 1),
};

#define TEST_COUNT (sizeof(tests) / sizeof(tests[0]))

/* What setcap cap_bpf,cap_perfmon+ep does. */
static int grant(const char *path)
{
	const struct vfs_cap_data caps = {
		.magic_etc = VFS_CAP_REVISION_2 | VFS_CAP_FLAGS_EFFECTIVE,
		.data[1].permitted = CAP_TO_MASK(CAP_BPF) | CAP_TO_MASK(CAP_PERFMON),
	};

	return setxattr(path, "security.capability", &caps, sizeof(caps), 0);
}

static int copy(const char *from, const char *to)
{
	char bytes[65536];
	int in = open(from, O_RDONLY | O_CLOEXEC), out = open(to, O_WRONLY | O_CREAT | O_CLOEXEC, 0755);
	ssize_t length = -1;

	while (in >= 0 && out >= 0 && (length = read(in, bytes, sizeof(bytes))) > 0)
		if (write(out, bytes, length) != length)
			return -1;
	close(in);
	close(out);
	return length;
}

static int prepare(const char *loader)
{
	if (!mkdtemp(directory) || chmod(directory, 0755))
		return -1;
	snprintf(plain, sizeof(plain), "%s/loader", directory);
	snprintf(with_caps, sizeof(with_caps), "%s/loader-with-caps", directory);
	snprintf(broker_path, sizeof(broker_path), "%s/broker/socket", directory);
	if (copy(loader, plain))
		return -1;
	return getuid() ? 0 : copy(loader, with_caps) || grant(with_caps);
}

static void clean_up(void)
{
	char parent[sizeof(broker_path)];

	snprintf(parent, sizeof(parent), "%s/broker", directory);
	unlink(plain);
	unlink(with_caps);
	rmdir(parent);
	rmdir(directory);
}

static pid_t begin(const struct test *test)
{
	pid_t child = fork();

	if (child == 0) {
		alarm(TEST_LIMIT_S);
		test->run();
		exit(0);
	}
	return child;
}

static int end(const struct test *test, pid_t child)
{
	int status;

	waitpid(child, &status, 0);
	printf("%s %s\n", status ? "FAILED" : "ok    ", test->name);
	return status != 0;
}

int main(int argc, char **argv)
{
	int failures = 0;
	pid_t slow;
	size_t i;

	if (argc != 2) {
		fprintf(stderr, "usage: loader_test PATH_OF_LOADER\n");
		return 2;
	}
	setvbuf(stdout, NULL, _IONBF, 0);
	umask(022);
	if (prepare(argv[1])) {
		perror(argv[1]);
		return 2;
	}
	slow = begin(&tests[0]);
	for (i = 1; i < TEST_COUNT; i++) {
		if (tests[i].needs_root && getuid())
			printf("skip   %s: needs root\n", tests[i].name);
		else
			failures += end(&tests[i], begin(&tests[i]));
	}
	failures += end(&tests[0], slow);
	clean_up();
	printf("%d of %zu tests failed\n", failures, TEST_COUNT);
	return failures != 0;
}
