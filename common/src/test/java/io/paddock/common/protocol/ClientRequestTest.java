package io.paddock.common.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.wire.MalformedRecord;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is malformed, and what only looks so. The words of the tables are those of {@link WireText}. */
class ClientRequestTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            EXISTS           | no body                            | ""
            EXISTS           | half a length                      | b:0 b:0
            EXISTS           | no watch                           | s:/a
            EXISTS           | a length of -2                     | n:-2 b:0
            EXISTS           | a length beyond the end            | n:3 b:0 b:0
            EXISTS           | the largest length                 | n:2147483647 b:0
            EXISTS           | the smallest length                | n:-2147483648 b:0
            EXISTS           | a null path                        | s:null b:1
            GET_DATA         | a null path                        | s:null b:1
            GET_CHILDREN     | a null path                        | s:null b:1
            GET_CHILDREN2    | a null path                        | s:null b:1
            GET_ACL          | a null path                        | s:null
            GET_ALL_CHILDREN_NUMBER | a null path                 | s:null
            CREATE           | a null path                        | s:null s:x n:0 i:0
            CREATE2          | a null path                        | s:null s:x n:0 i:0
            CREATE           | no flags                           | s:/a s:x n:0
            CREATE           | more entries announced than there  | s:/a s:x n:2 i:31 s:world s:anyone i:0
            CREATE           | the largest count                  | s:/a s:x n:2147483647 i:0
            CREATE_TTL       | no ttl                             | s:/a s:x n:0 i:5
            DELETE           | a null path                        | s:null i:-1
            DELETE           | no version                         | s:/a
            MULTI            | a set with a null path             | op:SET_DATA s:null s:x i:-1 end
            CHECK            | a null path                        | s:null i:-1
            ADD_WATCH        | a null path                        | s:null i:0
            ADD_WATCH        | an unknown mode                    | s:/a i:2
            ADD_WATCH        | a negative mode                    | s:/a i:-1
            CHECK_WATCHES    | a null path                        | s:null i:3
            CHECK_WATCHES    | watch type 0                       | s:/a i:0
            CHECK_WATCHES    | watch type 6                       | s:/a i:6
            REMOVE_WATCHES   | a null path                        | s:null i:3
            REMOVE_WATCHES   | watch type 0                       | s:/a i:0
            REMOVE_WATCHES   | watch type 6                       | s:/a i:6
            SET_WATCHES      | null data watches                  | l:0 n:-1 n:0 n:0
            SET_WATCHES      | null exist watches                 | l:0 n:0 n:-1 n:0
            SET_WATCHES      | null child watches                 | l:0 n:0 n:0 n:-1
            SET_WATCHES      | a null path                        | l:0 n:1 s:null n:0 n:0
            SET_WATCHES      | the largest count                  | l:0 n:2147483647 s:/a
            SET_WATCHES2     | null persistent watches            | l:0 n:0 n:0 n:0 n:-1 n:0
            SET_WATCHES2     | null recursive watches             | l:0 n:0 n:0 n:0 n:0 n:-1
            SET_WATCHES2     | only three vectors                 | l:0 n:0 n:0 n:0
            SYNC             | no body                            | ""
            GET_EPHEMERALS   | no body                            | ""
            RECONFIG         | no curConfigId                     | s: s: s:null
            AUTH             | no auth                            | i:0 s:digest
            SASL             | no token                           | ""
            MULTI            | no body                            | ""
            MULTI            | no closing header                  | op:DELETE s:/a i:-1
            MULTI            | a closing header cut short         | op:DELETE s:/a i:-1 i:-1 b:1
            MULTI            | a read                             | op:GET_DATA s:/a b:0 end
            MULTI            | writes, then a read                | op:DELETE s:/a i:-1 op:GET_CHILDREN s:/a b:0 end
            MULTI            | an exists                          | op:EXISTS s:/a b:0 end
            MULTI            | a change of access rights          | op:SET_ACL s:/a n:0 i:-1 end
            MULTI            | a multi                            | op:MULTI end end
            MULTI            | a sync                             | op:SYNC s:/a end
            MULTI            | a ping                             | op:PING end
            MULTI            | a deletion of a container          | op:DELETE_CONTAINER s:/a end
            MULTI            | the type of errors, not done       | op:-1 i:0 end
            MULTI            | a type that nobody knows           | op:999 end
            MULTI            | the notification type              | op:0 end
            MULTI            | a delete with a null path          | op:DELETE s:null i:-1 end
            MULTI            | a setData with a null path         | op:SET_DATA s:null s:x i:-1 end
            MULTI            | a check with a null path           | op:CHECK s:null i:-1 end
            MULTI            | a create with a null path          | op:CREATE s:null s:x n:0 i:0 end
            MULTI            | a create with a null list          | op:CREATE s:/a s:x n:-1 i:0 end
            MULTI            | a create with flags 7              | op:CREATE s:/a s:x n:0 i:7 end
            MULTI            | a create with flags -1             | op:CREATE s:/a s:x n:0 i:-1 end
            MULTI            | a create with TTL flags            | op:CREATE s:/a s:x n:0 i:5 end
            MULTI            | a create2 with TTL flags           | op:CREATE2 s:/a s:x n:0 i:6 end
            MULTI            | a container with TTL flags         | op:CREATE_CONTAINER s:/a s:x n:0 i:5 end
            MULTI            | a fault behind a good operation    | op:DELETE s:/a i:-1 op:DELETE s:null i:-1 end
            MULTI_READ       | no closing header                  | op:GET_DATA s:/a b:0
            MULTI_READ       | a write                            | op:DELETE s:/a i:-1 end
            MULTI_READ       | a check                            | op:CHECK s:/a i:-1 end
            MULTI_READ       | an exists                          | op:EXISTS s:/a b:0 end
            MULTI_READ       | a getChildren2                     | op:GET_CHILDREN2 s:/a b:0 end
            MULTI_READ       | a null path                        | op:GET_DATA s:null b:0 end
            """)
    void isMalformed(OpCode op, String why, String words) {
        assertThatThrownBy(() -> read(op, words)).isInstanceOf(MalformedRecord.class);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            SYNC             | a null path                        | s:null
            GET_EPHEMERALS   | a null prefix                      | s:null
            EXISTS           | an empty path                      | s: b:0
            GET_DATA         | a path without slash               | s:a b:1
            CREATE           | a null list                        | s:/a s:x n:-1 i:0
            CREATE           | unknown flags                      | s:/a s:x n:0 i:77
            CREATE           | TTL flags                          | s:/a s:x n:0 i:5
            CREATE           | null data                          | s:/a s:null n:0 i:0
            CREATE           | an entry of nulls                  | s:/a s:x n:1 i:-1 s:null s:null i:0
            CREATE_TTL       | flags without TTL                  | s:/a s:x n:0 i:0 l:-1
            SET_ACL          | a null list                        | s:/a n:-1 i:-1
            SET_ACL          | a null path                        | s:null n:0 i:-1
            SET_DATA         | a null path                        | s:null s:x i:-1
            SET_DATA         | null data                          | s:/a s:null i:-2
            AUTH             | null scheme and data               | i:5 s:null s:null
            SASL             | a null token                       | s:null
            RECONFIG         | all null                           | s:null s:null s:null l:-1
            MULTI            | no operation                       | end
            MULTI            | a TTL create with a null list      | op:CREATE_TTL s:/a s:x n:-1 i:5 l:9 end
            MULTI            | a TTL create with flags 7          | op:CREATE_TTL s:/a s:x n:0 i:7 l:9 end
            MULTI            | a TTL create with plain flags      | op:CREATE_TTL s:/a s:x n:0 i:0 l:-1 end
            MULTI            | a container with plain flags       | op:CREATE_CONTAINER s:/a s:x n:0 i:0 end
            MULTI            | a create with an empty list        | op:CREATE s:/a s:null n:0 i:4 end
            MULTI            | an entry of nulls                  | op:CREATE s:/a s:x n:1 i:1 s:null s:null i:0 end
            MULTI_READ       | no operation                       | end
            MULTI_READ       | a watch                            | op:GET_DATA s:/a b:1 op:GET_CHILDREN s:/a b:1 end
            SET_WATCHES      | no paths                           | l:-1 n:0 n:0 n:0
            """)
    void isReadAndWrittenAsItWas(OpCode op, String what, String words) {
        ClientRequest request = read(op, words);
        WireOutput out = new WireOutput();
        request.write(out);
        assertThat(request.op()).isEqualTo(op);
        assertThat(out.toByteArray()).isEqualTo(WireText.bytes(words));
    }

    @Test
    void anyBytesMayFollowTheLastField() {
        assertThat(read(OpCode.DELETE, "s:/a i:3 l:77")).isEqualTo(new Delete(Path.of("/a"), 3));
        assertThat(read(OpCode.PING, "l:77")).isEqualTo(new Ping());
        assertThat(read(OpCode.MULTI, "end l:77")).isEqualTo(new Multi(List.of()));
    }

    @Test
    void anyHeaderThatIsDoneClosesAMulti() {
        assertThat(read(OpCode.MULTI, "op:DELETE s:/a i:3 i:14 b:9 i:5"))
                .isEqualTo(new Multi(List.of(new Delete(Path.of("/a"), 3))));
    }

    @Test
    void aNegativeCountOtherThanMinusOneIsAnEmptyVector() {
        assertThat(read(OpCode.SET_WATCHES, "l:1 n:-2 n:-2147483648 n:0"))
                .isEqualTo(
                        new SetWatches(OpCode.SET_WATCHES, 1, List.of(), List.of(), List.of(), List.of(), List.of()));
    }

    @Test
    void anyByteButZeroIsTrue() {
        assertThat(read(OpCode.EXISTS, "s:/a b:-128")).isEqualTo(new Exists(Path.of("/a"), true));
    }

    @ParameterizedTest
    @EnumSource(names = {"NOTIFICATION", "DELETE_CONTAINER", "ERROR", "CREATE_SESSION"})
    void whatOnlyServersDoIsNoRequest(OpCode op) {
        assertThatIllegalArgumentException().isThrownBy(() -> read(op, "s:/a"));
    }

    @Test
    void aMultiIsBuiltOnlyOfWhatItMayHold() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Multi(List.of(new Sync(Path.of("/a")))));
        assertThatIllegalArgumentException().isThrownBy(() -> new MultiRead(List.of(new Delete(Path.of("/a"), 1))));
    }

    private static ClientRequest read(OpCode op, String words) {
        return ClientRequest.read(op, new WireInput(WireText.bytes(words)));
    }
}
