// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import java.util.Properties;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.JobListener;
import org.quartz.Scheduler;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.listeners.JobListenerSupport;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.annotation.ScheduledAnnotationBeanPostProcessor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * Jobs that call a peer, each command with a number of bytes of its own; the command ends when the jobs have run:
 *
 * <pre>
 *   connect PORT     to the peer
 *   timer BYTES      one that is done once, then one that is done twice, with one byte more each time
 *   spring BYTES     a method with @Scheduled, then something without a name in the same thread, with one byte more
 *   quartz BYTES     a job, then one that fails after its call, with one byte more
 * </pre>
 *
 * <p>Threading: main reads the commands.
 */
public final class Jobs {
    private static CountDownLatch done;
    private static int bytes;

    private Jobs() {}

    public static void main(String[] args) throws Exception {
        Timer timer = new Timer("jobs-timer", true);
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            String[] words = command.split(" ");
            bytes = Integer.parseInt(words[1]);
            switch (words[0]) {
                case "connect":
                    Calls.connect(bytes);
                    break;
                case "timer":
                    timer(timer);
                    break;
                case "spring":
                    spring();
                    break;
                case "quartz":
                    quartz();
                    break;
                default:
                    throw new IllegalArgumentException(command);
            }
        }
    }

    private static void timer(Timer timer) throws InterruptedException {
        done = new CountDownLatch(3);
        timer.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        callNext();
                    }
                },
                0);
        timer.schedule(new Twice(), 1, 1);
        done.await();
    }

    private static synchronized void callNext() {
        Calls.call(bytes++);
        done.countDown();
    }

    private static void spring() throws Exception {
        done = new CountDownLatch(1);
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(
                ScheduledAnnotationBeanPostProcessor.class, ThreadPoolTaskScheduler.class, Cleaner.class)) {
            done.await();
            done = new CountDownLatch(1);
            Future<?> next = context.getBean(ThreadPoolTaskScheduler.class).submit(Jobs::callNext);
            next.get();
        }
    }

    private static void quartz() throws Exception {
        Properties properties = new Properties();
        properties.setProperty("org.quartz.threadPool.threadCount", "1");
        properties.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
        Scheduler scheduler = new StdSchedulerFactory(properties).getScheduler();
        scheduler.getListenerManager().addJobListener(listener());
        scheduler.start();
        run(scheduler, Export.class);
        run(scheduler, Failing.class);
        scheduler.shutdown(true);
    }

    private static void run(Scheduler scheduler, Class<? extends Job> type) throws Exception {
        done = new CountDownLatch(2);
        scheduler.scheduleJob(
                JobBuilder.newJob(type)
                        .withIdentity("order-4711-" + type.getSimpleName())
                        .build(),
                TriggerBuilder.newTrigger().startNow().build());
        done.await();
    }

    private static JobListener listener() {
        return new JobListenerSupport() {
            @Override
            public String getName() {
                return "jobs";
            }

            @Override
            public void jobWasExecuted(JobExecutionContext context, JobExecutionException exception) {
                done.countDown();
            }
        };
    }

    /**
     * Of a timer.
     *
     * <p>Threading: confined to the timer's thread.
     */
    private static final class Twice extends TimerTask {
        private boolean isSecond;

        @Override
        public void run() {
            if (isSecond) {
                cancel();
            }
            isSecond = true;
            callNext();
        }
    }

    /**
     * Of Spring.
     *
     * <p>Threading: confined to the scheduler's thread.
     */
    public static class Cleaner {
        /** Once. */
        @Scheduled(fixedDelay = Long.MAX_VALUE / 1_000_000)
        public void clean() {
            callNext();
        }
    }

    /**
     * Of Quartz.
     *
     * <p>Threading: confined to the scheduler's thread.
     */
    public static class Export implements Job {
        @Override
        public void execute(JobExecutionContext context) throws JobExecutionException {
            callNext();
        }
    }

    /**
     * Of Quartz.
     *
     * <p>Threading: confined to the scheduler's thread.
     */
    public static final class Failing extends Export {
        @Override
        public void execute(JobExecutionContext context) throws JobExecutionException {
            super.execute(context);
            throw new JobExecutionException("as it was told");
        }
    }
}
