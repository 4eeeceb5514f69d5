// SPDX-License-Identifier: Apache-2.0
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "signals.h"

static const char *const attach_type_names[] = {
	[ATTACH_TP_BTF] = "tp_btf", [ATTACH_FEXIT] = "fexit",	[ATTACH_FENTRY] = "fentry",
	[ATTACH_KPROBE] = "kprobe", [ATTACH_RAW_TP] = "raw_tp", [ATTACH_ITER] = "iter",
	[ATTACH_NONE] = "none",
};

/* Without these there is no flow to speak of. */
static const char *const mandatory[] = { "tcp_state", "socket_io" };

const char *attach_type_name(enum attach_type type)
{
	return attach_type_names[type];
}

/* Splits SIGNAL__TYPE or SIGNAL__TYPE_PART. */
static int parse_name(const char *program, char signal[SIGNAL_NAME_BYTES], enum attach_type *type)
{
	const char *separator = strstr(program, "__");
	size_t length;
	int i;

	if (strcmp(program, ADOPT_PROGRAM) == 0) {
		strcpy(signal, ADOPT_SIGNAL);
		*type = ATTACH_ITER;
		return 0;
	}
	if (!separator || separator == program || separator - program >= SIGNAL_NAME_BYTES)
		return -EINVAL;
	for (i = 0; i < ATTACH_ITER; i++) {
		length = strlen(attach_type_names[i]);
		if (strncmp(separator + 2, attach_type_names[i], length) == 0 &&
		    (separator[2 + length] == '\0' || separator[2 + length] == '_')) {
			memcpy(signal, program, separator - program);
			signal[separator - program] = '\0';
			*type = i;
			return 0;
		}
	}
	return -EINVAL;
}

static struct signal *find(struct signals *signals, const char *name)
{
	int i;

	for (i = 0; i < signals->count; i++)
		if (strcmp(signals->list[i].name, name) == 0)
			return &signals->list[i];
	return NULL;
}

int signals_collect(struct signals *signals, struct bpf_object *object, struct failure *failure)
{
	struct bpf_program *program;

	memset(signals, 0, sizeof(*signals));
	bpf_object__for_each_program(program, object) {
		char name[SIGNAL_NAME_BYTES];
		enum attach_type type;
		struct signal *signal;

		if (parse_name(bpf_program__name(program), name, &type))
			return fail(failure, EBPFLOW_LOAD_FAILED, EINVAL, "program %s: its name says no attach type",
				    bpf_program__name(program));
		signal = find(signals, name);
		if (!signal) {
			if (signals->count == MAX_SIGNALS)
				return fail(failure, EBPFLOW_LOAD_FAILED, E2BIG, "program %s: more than %d signals",
					    bpf_program__name(program), MAX_SIGNALS);
			signal = &signals->list[signals->count++];
			strcpy(signal->name, name);
		}
		signal->alternatives[type].present = true;
	}
	return 0;
}

struct signal *signal_of(struct signals *signals, const struct bpf_program *program, enum attach_type *type)
{
	char name[SIGNAL_NAME_BYTES];

	if (parse_name(bpf_program__name(program), name, type))
		return NULL;
	return find(signals, name);
}

enum attach_type signal_choice(const struct signal *signal)
{
	enum attach_type type;

	for (type = 0; type < ATTACH_TYPES; type++)
		if (signal->alternatives[type].present && !signal->alternatives[type].dropped.error)
			break;
	return type;
}

bool signals_prefer_tracepoints(const struct signals *signals)
{
	int i;

	for (i = 0; i < signals->count; i++) {
		enum attach_type choice = signal_choice(&signals->list[i]);

		if (choice != ATTACH_TP_BTF && choice != ATTACH_ITER && choice != ATTACH_NONE)
			return false;
	}
	return true;
}

bool program_is_chosen(struct signals *signals, const struct bpf_program *program)
{
	enum attach_type type;
	const struct signal *signal = signal_of(signals, program, &type);

	return signal && signal_choice(signal) == type;
}

const struct failure *signal_failure(const struct signal *signal)
{
	enum attach_type type = 0;

	while (type < ATTACH_TYPES - 1 && !signal->alternatives[type].present)
		type++;
	return &signal->alternatives[type].dropped;
}

int signals_check_mandatory(const struct signals *signals, struct failure *failure)
{
	size_t i;
	int k;

	for (i = 0; i < sizeof(mandatory) / sizeof(mandatory[0]); i++) {
		for (k = 0; k < signals->count; k++)
			if (strcmp(signals->list[k].name, mandatory[i]) == 0)
				break;
		if (k == signals->count)
			return fail(failure, EBPFLOW_LOAD_FAILED, ENOENT, "signal %s: no program serves it",
				    mandatory[i]);
		if (signal_choice(&signals->list[k]) == ATTACH_NONE) {
			*failure = *signal_failure(&signals->list[k]);
			return -failure->error;
		}
	}
	return 0;
}

int signals_to_text(const struct signals *signals, char *text, size_t size)
{
	size_t used = 0;
	int i;

	text[0] = '\0';
	for (i = 0; i < signals->count; i++) {
		const struct signal *signal = &signals->list[i];
		int length = snprintf(text + used, size - used, "%s%s=%s", i ? " " : "", signal->name,
				      attach_type_name(signal_choice(signal)));

		if (length < 0 || (size_t)length >= size - used)
			return -E2BIG;
		used += length;
	}
	return 0;
}
