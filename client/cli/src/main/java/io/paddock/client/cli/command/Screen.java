package io.paddock.client.cli.command;

/** The keyboard and the screen of a person, for commands that wait for one. Used by the thread that executes lines. */
public interface Screen {

    /** What {@link #read} answers if nothing was pressed. */
    int NO_KEY = -2;

    /** What it answers when nobody is there any more. */
    int GONE = -1;

    /** Nobody is there: only an interrupt ends the waiting. */
    Screen NONE = new Screen() {
        @Override
        public boolean isThere() {
            return false;
        }

        @Override
        public int read(long waitMs) throws InterruptedException {
            Thread.sleep(waitMs);
            return NO_KEY;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public int rows() {
            return Integer.MAX_VALUE;
        }

        @Override
        public int columns() {
            return Integer.MAX_VALUE;
        }
    };

    /** True if a person can press keys. */
    boolean isThere();

    /** Waits so long for a key: its character, {@link #NO_KEY} or {@link #GONE}. */
    int read(long waitMs) throws InterruptedException;

    /** True if its size is known; else somebody must first find out, which takes longer than most commands. */
    boolean isOpen();

    int rows();

    int columns();
}
