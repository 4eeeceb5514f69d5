// SPDX-License-Identifier: Apache-2.0
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ebpflow.skel.h"
#include "features.h"
#include "iterator.h"
#include "tracer.h"

#define TRY_AGAIN 1 /* an alternative was dropped, the next one may do */

/* libbpf has no other way to load programs one by one than to open the object again for each. */
static struct ebpflow_bpf *open_objects(const struct tracer_config *config, struct failure *failure)
{
	struct ebpflow_bpf *objects = ebpflow_bpf__open();

	if (!objects) {
		fail_libbpf(failure, EBPFLOW_LOAD_FAILED, errno, "BPF object");
		return NULL;
	}
	objects->rodata->target_tgid = config->target.tgid;
	objects->rodata->target_pid_level = config->target.pid_level;
	bpf_map__set_max_entries(objects->maps.ring, config->ring_bytes);
	return objects;
}

/* Loads nothing but one alternative, or the maps alone, and forgets it. 0 or -errno; the log says more. */
static int try_load(const struct tracer_config *config, struct signals *signals, const struct signal *wanted,
		    enum attach_type wanted_type)
{
	struct tracer_config small = *config;
	struct bpf_program *program;
	struct ebpflow_bpf *objects;
	struct failure ignored;
	int err;

	small.ring_bytes = sysconf(_SC_PAGESIZE);
	libbpf_log_reset();
	objects = open_objects(&small, &ignored);
	if (!objects)
		return -ignored.error;
	bpf_object__for_each_program(program, objects->obj) {
		enum attach_type type;
		const struct signal *signal = signal_of(signals, program, &type);

		bpf_program__set_autoload(program, wanted && signal == wanted && type == wanted_type);
	}
	err = ebpflow_bpf__load(objects);
	ebpflow_bpf__destroy(objects);
	return err;
}

/*
 * find_target was loaded before, so EPERM is not about the right to load: before 5.11 the kernel answers it when maps
 * exceed RLIMIT_MEMLOCK, which libbpf has tried to raise.
 */
static int fail_maps(struct failure *failure, int err)
{
	fail_libbpf(failure, EBPFLOW_LOAD_FAILED, -err, "maps");
	if (err == -EPERM)
		failure->status = EBPFLOW_NO_MEMORY;
	return err;
}

/* The whole did not load: finds the alternatives that are to blame. Fails when it is none of them. */
static int drop_unloadable(struct tracer *tracer, const struct tracer_config *config, struct failure *failure)
{
	char what[64];
	int i, err, dropped = 0;

	err = try_load(config, &tracer->signals, NULL, ATTACH_NONE);
	if (err)
		return fail_maps(failure, err);
	for (i = 0; i < tracer->signals.count; i++) {
		struct signal *signal = &tracer->signals.list[i];
		enum attach_type type = signal_choice(signal);

		if (type == ATTACH_NONE)
			continue;
		err = try_load(config, &tracer->signals, signal, type);
		if (!err)
			continue;
		snprintf(what, sizeof(what), type == ATTACH_ITER ? "program " ADOPT_PROGRAM : "program %s__%s",
			 signal->name, attach_type_name(type));
		fail_libbpf(&signal->alternatives[type].dropped, EBPFLOW_LOAD_FAILED, -err, what);
		dropped++;
	}
	/* Each alone loads but not all together: the failure of the whole stands. */
	return dropped ? 0 : -failure->error;
}

static int load(struct tracer *tracer, struct failure *failure)
{
	struct bpf_program *program;
	int err;

	bpf_object__for_each_program(program, tracer->objects->obj)
		bpf_program__set_autoload(program, program_is_chosen(&tracer->signals, program));
	libbpf_log_reset();
	err = ebpflow_bpf__load(tracer->objects);
	return err ? fail_libbpf(failure, EBPFLOW_LOAD_FAILED, -err, "BPF object") : 0;
}

/* Attaches all chosen programs. TRY_AGAIN: one did not attach and its alternative is dropped. */
static int attach(struct tracer *tracer, struct failure *failure)
{
	struct bpf_program *program;
	char what[128];
	int err;

	bpf_object__for_each_program(program, tracer->objects->obj) {
		enum attach_type type;
		struct signal *signal = signal_of(&tracer->signals, program, &type);
		struct bpf_link *link;

		if (type == ATTACH_ITER || !bpf_program__autoload(program))
			continue;
		if (EBPFLOW_FD_LINKS + tracer->link_count == EBPFLOW_MAX_FDS)
			return fail(failure, EBPFLOW_ATTACH_FAILED, E2BIG, "program %s: more than %d file descriptors",
				    bpf_program__name(program), EBPFLOW_MAX_FDS);
		libbpf_log_reset();
		link = bpf_program__attach(program);
		if (!link) {
			err = errno;
			snprintf(what, sizeof(what), "program %s", bpf_program__name(program));
			fail_libbpf(&signal->alternatives[type].dropped, EBPFLOW_ATTACH_FAILED, err, what);
			return TRY_AGAIN;
		}
		tracer->links[tracer->link_count++] = link;
	}
	return 0;
}

/* Sockets that are older than the agent: missing them is a pity, no failure. */
static void adopt(struct tracer *tracer, pid_t pid)
{
	struct bpf_program *program = bpf_object__find_program_by_name(tracer->objects->obj, ADOPT_PROGRAM);
	struct signal *signal;
	enum attach_type type;
	int err;

	if (!program || !bpf_program__autoload(program))
		return;
	err = iterator_run(program, pid);
	if (err) {
		signal = signal_of(&tracer->signals, program, &type);
		fail(&signal->alternatives[type].dropped, EBPFLOW_ATTACH_FAILED, -err, "program %s: %s",
		     ADOPT_PROGRAM, strerror(-err));
	}
}

/* Only when needed: it would be a sixth of a start in which all goes well. TRY_AGAIN: the choice has changed. */
static int check_features(struct tracer *tracer, struct failure *failure)
{
	int dropped = features_drop_missing(&tracer->signals, tracer->objects->obj, failure);

	tracer->features_checked = true;
	return dropped > 0 ? TRY_AGAIN : dropped;
}

/* One try with the best alternatives left. */
static int start_once(struct tracer *tracer, const struct tracer_config *config, struct failure *failure)
{
	int err = signals_check_mandatory(&tracer->signals, failure);

	if (err)
		return err;
	if (!tracer->features_checked && !signals_prefer_tracepoints(&tracer->signals)) {
		err = check_features(tracer, failure);
		if (err)
			return err;
	}
	if (!load(tracer, failure))
		return attach(tracer, failure);
	if (!tracer->features_checked) {
		err = check_features(tracer, failure);
		if (err)
			return err;
	}
	err = drop_unloadable(tracer, config, failure);
	return err ? err : TRY_AGAIN;
}

int tracer_start(struct tracer *tracer, const struct tracer_config *config, struct failure *failure)
{
	int err;

	memset(tracer, 0, sizeof(*tracer));
	tracer->objects = open_objects(config, failure);
	if (!tracer->objects)
		return -failure->error;
	err = signals_collect(&tracer->signals, tracer->objects->obj, failure);
	/* Ends: every round drops an alternative, and one without any left either succeeds or fails for good. */
	while (!err) {
		err = start_once(tracer, config, failure);
		if (err != TRY_AGAIN)
			break;
		tracer_stop(tracer);
		tracer->objects = open_objects(config, failure);
		err = tracer->objects ? 0 : -failure->error;
	}
	if (err)
		tracer_stop(tracer);
	else
		adopt(tracer, config->target.pid);
	return err;
}

int tracer_fds(const struct tracer *tracer, int fds[EBPFLOW_MAX_FDS])
{
	int i;

	fds[EBPFLOW_FD_SLOTS] = bpf_map__fd(tracer->objects->maps.slots);
	fds[EBPFLOW_FD_LIVE] = bpf_map__fd(tracer->objects->maps.live);
	fds[EBPFLOW_FD_RING] = bpf_map__fd(tracer->objects->maps.ring);
	fds[EBPFLOW_FD_STATS] = bpf_map__fd(tracer->objects->maps.stats);
	for (i = 0; i < tracer->link_count; i++)
		fds[EBPFLOW_FD_LINKS + i] = bpf_link__fd(tracer->links[i]);
	return EBPFLOW_FD_LINKS + tracer->link_count;
}

void tracer_hand_over(struct tracer *tracer)
{
	/* Destroying a kprobe's link would switch it off, not only close our fd. The fds end with the process. */
	while (tracer->link_count)
		bpf_link__disconnect(tracer->links[--tracer->link_count]);
}

void tracer_stop(struct tracer *tracer)
{
	while (tracer->link_count)
		bpf_link__destroy(tracer->links[--tracer->link_count]);
	ebpflow_bpf__destroy(tracer->objects);
	tracer->objects = NULL;
}
