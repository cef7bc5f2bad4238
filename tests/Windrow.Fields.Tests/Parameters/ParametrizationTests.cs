using System.Runtime.InteropServices;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Parameters;
using Windrow.Fields.Tests.Model;

namespace Windrow.Fields.Tests.Parameters;

public class ParametrizationTests
{
    [Fact]
    public void Constants_are_added_to_messages_that_lack_them()
    {
        var run = new Parametrization();
        run.Take(Make(("misc-globalSize", 4L), ("category", "parametrization"), ("toAllServers", true), ("expver", "0001"))).ShouldBeNull();
        run.Take(Make(("expver", "0001"), ("class", "od"))).ShouldBeNull();
        var message = Metadata.From(("expver", "abcd"), ("param", 167L));
        run.Complete(message).ShouldBe(Metadata.From(("class", "od"), ("expver", "abcd"), ("misc-globalSize", 4L), ("param", 167L)));
        var whole = run.Complete(message);
        run.Complete(whole).ShouldBeSameAs(whole);
        message.Count.ShouldBe(2);
    }

    [Fact]
    public void A_constant_that_changes_is_refused_with_both_values_and_nothing_of_the_message_is_taken()
    {
        var run = new Parametrization();
        run.Take(Make(("misc-globalSize", 4L))).ShouldBeNull();
        run.Take(Make(("class", "od"), ("misc-globalSize", 5L)))!.Reason.ShouldBe("the constant 'misc-globalSize' of the run is 4 and cannot become 5");
        run.Constants.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("int32", "0100000002000000", "[1,2]")]
    [InlineData("int64", "0300000000000000", "[3]")]
    [InlineData("real32", "0000803F", "[1.0]")]
    [InlineData("real64", "000000000000F03F", "[1.0]")]
    [InlineData("byte", "0102", "AQI=")]
    public void Arrays_come_as_payloads(string type, string hex, string value)
    {
        var run = new Parametrization();
        run.Take(Array(type, Convert.FromHexString(hex))).ShouldBeNull();
        run.Constants.TryGet("misc-pv", out var found).ShouldBeTrue();
        found.ToString().ShouldBe(value);
        run.Constants.Contains("payloadKey").ShouldBeFalse();
        run.Take(Array(type, Convert.FromHexString(hex))).ShouldBeNull();
    }

    [Theory]
    [InlineData("real64", 7, "the array 'misc-pv' of 7 bytes is none of the type 'real64'")]
    [InlineData("real16", 8, "the array 'misc-pv' of 8 bytes is none of the type 'real16'")]
    public void An_array_that_is_none_is_refused(string type, int bytes, string reason) =>
        new Parametrization().Take(Array(type, new byte[bytes]))!.Reason.ShouldBe(reason);

    private static Message Make(params (string, MetadataValue)[] entries) => ModelMessages.Make(MessageKind.Parametrization, Metadata.From(entries), Payload.None, 0);

    private static Message Array(string type, byte[] bytes) => ModelMessages.Make(
        MessageKind.Parametrization, Metadata.From(("payloadKey", "misc-pv"), ("payloadElementType", type)), BytesPayload.Copy(MemoryMarshal.AsBytes(bytes.AsSpan())), 0);
}
