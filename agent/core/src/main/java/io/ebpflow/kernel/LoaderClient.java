// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.kernel;

import io.ebpflow.config.Config;
import io.ebpflow.kernel.libc.LibC;
import io.ebpflow.record.RecordLayout;
import java.io.File;
import java.util.ArrayList;
import java.util.List;

/**
 * Has the programs loaded: by the loader or broker that the configuration names, else by a running broker, an installed
 * loader on the PATH, or the copy in the jar, whichever is first to succeed.
 *
 * <p>Threading: confined to the thread that starts the agent.
 */
public final class LoaderClient {
    private static final String BROKER = "/run/ebpflow/broker.sock";
    private static final String LOADER = "ebpflow-loader";

    private final Config config;
    private final File jar;

    /** @param jar the agent's jar, for messages that name it */
    public LoaderClient(Config config, File jar) {
        this.config = config;
        this.jar = jar;
    }

    /**
     * Tries every loader there is.
     *
     * @throws AttachException with what the first loader that could be asked said
     */
    public Attachment attach() throws AttachException {
        AttachException first = null;
        for (LoaderProcess candidate : candidates()) {
            try {
                return ask(candidate);
            } catch (AttachException e) {
                first = first == null ? e : first;
            }
        }
        throw first;
    }

    private List<LoaderProcess> candidates() throws AttachException {
        List<LoaderProcess> all = new ArrayList<>();
        if (config.loader() != null) {
            all.add(named(new File(config.loader())));
            return all;
        }
        if (new File(BROKER).exists()) {
            all.add(LoaderProcess.broker(BROKER));
        }
        String path = System.getenv("PATH");
        for (String directory : path == null ? new String[0] : path.split(File.pathSeparator)) {
            File file = new File(directory, LOADER);
            if (file.isFile() && file.canExecute()) {
                all.add(LoaderProcess.installed(file.getPath()));
                break;
            }
        }
        all.add(LoaderProcess.embedded(platform(), jar));
        return all;
    }

    private LoaderProcess named(File file) throws AttachException {
        if (!file.exists()) {
            throw new AttachException(KernelProblem.LOADER_NOT_FOUND, file.getPath(), "it does not exist");
        }
        if (!file.isFile() && !file.isDirectory()) {
            return LoaderProcess.broker(file.getPath());
        }
        if (!file.isFile() || !file.canExecute()) {
            throw new AttachException(KernelProblem.LOADER_NOT_FOUND, file.getPath(), "it is not executable");
        }
        return LoaderProcess.installed(file.getPath());
    }

    /** As the jar's directories name it: {@code linux-x86-64}. */
    public static String platform() {
        String architecture = System.getProperty("os.arch");
        return "linux-" + (architecture.equals("amd64") ? "x86-64" : architecture);
    }

    private Attachment ask(LoaderProcess loader) throws AttachException {
        int timeoutMs = config.loaderTimeoutMs();
        int socket = loader.start();
        try {
            LoaderReply reply = LoaderReply.request(socket, config.ringBytes(), timeoutMs);
            if (reply.status() != RecordLayout.STATUS_OK) {
                reply.closeFds();
                throw refusal(reply);
            }
            return new Attachment(reply.fds(), reply.ringBytes(), reply.text(), loader.name());
        } catch (LoaderReply.NoReply e) {
            if (e.kind() == LoaderReply.NoReply.Kind.TIMEOUT) {
                throw new AttachException(KernelProblem.LOADER_TIMED_OUT, timeoutMs + " ms");
            }
            if (e.kind() == LoaderReply.NoReply.Kind.STRANGE) {
                throw new AttachException(KernelProblem.VERSION_MISMATCH, e.getMessage(), jar.getPath(), platform());
            }
            throw new AttachException(KernelProblem.LOADER_DIED, loader.howItEnded(e.getMessage()));
        } finally {
            LibC.close(socket);
            loader.end();
        }
    }

    private AttachException refusal(LoaderReply reply) {
        String cause = reply.text();
        switch (reply.status()) {
            case RecordLayout.STATUS_BAD_REQUEST:
                return new AttachException(KernelProblem.VERSION_MISMATCH, cause, jar.getPath(), platform());
            case RecordLayout.STATUS_NOT_YOURS:
                return new AttachException(KernelProblem.NOT_YOURS, cause);
            case RecordLayout.STATUS_NO_BTF:
                return new AttachException(KernelProblem.NO_BTF, cause);
            case RecordLayout.STATUS_NOT_PERMITTED:
                return new AttachException(KernelProblem.NOT_PERMITTED, cause, jar.getPath(), platform());
            case RecordLayout.STATUS_ATTACH_FAILED:
                return new AttachException(KernelProblem.ATTACH_FAILED, cause);
            case RecordLayout.STATUS_NO_TARGET:
                return new AttachException(KernelProblem.NO_TARGET, cause);
            case RecordLayout.STATUS_NO_MEMORY:
                return new AttachException(KernelProblem.NO_MEMORY, cause);
            default:
                return new AttachException(KernelProblem.LOAD_FAILED, cause);
        }
    }
}
