package io.paddock.client.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.client.RefusedException;
import io.paddock.common.OpCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of the specification, cli 8. */
class ErrorTextsTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '%', textBlock = """
            -101 % Node does not exist: /a
            -110 % Node already exists: /a
            -111 % Node not empty: /a
            -108 % Ephemerals cannot have children: /a
            -103 % version No is not valid : /a
            -102 % Insufficient permission : /a
            -114 % Acl is not valid : /a
            -8   % Arguments are not valid : /a
            -119 % Not a read-only call: /a
            -125 % Quota has exceeded : /a
            -4   % KeeperErrorCode = ConnectionLoss for /a
            -5   % KeeperErrorCode = MarshallingError for /a
            -6   % KeeperErrorCode = Unimplemented for /a
            -2   % KeeperErrorCode = RuntimeInconsistency for /a
            -112 % KeeperErrorCode = Session expired for /a
            -115 % KeeperErrorCode = AuthFailed for /a
            -118 % KeeperErrorCode = Session moved for /a
            -120 % KeeperErrorCode = Ephemeral node on local session for /a
            -121 % KeeperErrorCode = No such watcher for /a
            -122 % KeeperErrorCode = Unknown error REQUESTTIMEOUT for /a
            -124 % KeeperErrorCode = Session closed because client failed to authenticate for /a
            -127 % KeeperErrorCode = Op throttled due to high load for /a
            -1   % KeeperErrorCode = SystemError for /a
            -3   % KeeperErrorCode = DataInconsistency for /a
            -7   % KeeperErrorCode = OperationTimeout for /a
            -100 % KeeperErrorCode = APIError for /a
            -113 % KeeperErrorCode = Invalid callback for /a
            -123 % KeeperErrorCode = Reconfig is disabled for /a
            -999 % KeeperErrorCode = Unknown error -999 for /a
            """)
    void everyErrorIsCalledAsInTheTable(int code, String text) {
        assertThat(ErrorTexts.text(RefusedException.of(code, OpCode.SET_DATA, "/a")))
                .isEqualTo(text);
    }
}
