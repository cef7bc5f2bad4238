using System.Buffers;
using System.Text;
using System.Text.Json;
using Windrow.Core.Messages;
using Windrow.Events.Clowder;

namespace Windrow.Events.Tests.Clowder;

/// <summary>Bodies as servers of both generations write them, each with what people write rules over.</summary>
public sealed class ClowderEventTests
{
    private const string Added =
        """
        {"notifies":["a@b.c"],"msgid":"m1","id":"f1","jobid":"j1","intermediateId":"f1","fileSize":"10512640","host":"https://clowder.example","datasetId":"d1","flags":"","secretKey":"KEY",
         "routing_key":"clowder.dataset.file.added","source":{"id":{"resourceType":"'file","id":"f1"},"mimeType":"application/octet-stream","extra":{"filename":"abc_left.bin"}},
         "activity":"added","target":{"id":{"resourceType":"'dataset","id":"d1"},"extra":{}}}
        """;

    [Fact]
    public void File_that_was_added_to_a_dataset_is_an_event_of_the_dataset() => Read(Added).ShouldBe(
        """{"activity":"added","datasetId":"d1","event":"dataset.file.added","fileSize":10512640,"filename":"abc_left.bin","host":"https://clowder.example","id":"f1","jobId":"j1","mimeType":"application/octet-stream","msgid":"m1","resource":"dataset","routingKey":"clowder.dataset.file.added"}""");

    [Theory]
    [InlineData("""{"id":"f1","datasetId":"d1","routing_key":"clowder.file.image.png","filename":"a.png","target":"{}"}""", "file", "file")]
    [InlineData("""{"id":"d1","datasetId":"d1","routing_key":"terra.dataset.files.added"}""", "dataset.files.added", "dataset")]
    [InlineData("""{"id":"d1","datasetId":"d1","routing_key":"clowder.metadata.added.dataset"}""", "metadata.added.dataset", "dataset")]
    [InlineData("""{"id":"f1","datasetId":"","routing_key":"clowder.metadata.removed.file"}""", "metadata.removed.file", "file")]
    [InlineData("""{"id":"f1","datasetId":"d1","routing_key":"extractors.ncsa.dataset.file.digest"}""", "submission", "file")]
    [InlineData("""{"id":"d1","datasetId":"d1","routing_key":"extractors.ncsa.file.digest"}""", "submission", "dataset")]
    [InlineData("""{"id":"x","datasetId":"d1","job_id":"j","resource_type":"file"}""", "submission", "file")]
    [InlineData("""{"id":"d1","datasetId":"d1","job_id":"j","resource_type":"dataset"}""", "submission", "dataset")]
    [InlineData("""{"id":"d1","routing_key":"clowder.something.new"}""", "unknown", "file")]
    public void Kind_and_resource_are_told(string body, string kind, string resource)
    {
        var metadata = ClowderEvent.Read(Encoding.UTF8.GetBytes(body));
        metadata.TryGetString("event", out var found).ShouldBeTrue();
        found.ShouldBe(kind);
        metadata.TryGetString("resource", out found).ShouldBeTrue();
        found.ShouldBe(resource);
    }

    [Theory]
    [InlineData("""{"parameters":{"a":1}}""", """{"a":1}""")]
    [InlineData("""{"parameters":"{\"a\":1}"}""", """{"a":1}""")]
    [InlineData("""{"parameters":"free text"}""", null)]
    [InlineData("""{"parameters":""}""", null)]
    public void Parameters_are_a_map_however_they_come(string body, string? expected) =>
        (ClowderEvent.Read(Encoding.UTF8.GetBytes(body)).TryGet("parameters", out var value) ? MetadataJson.ToText(value) : null).ShouldBe(expected);

    [Fact]
    public void Names_of_many_files_are_those_of_the_source()
    {
        var metadata = Read("""{"filenames":"List(a.bin, b.bin)","source":{"extra":{"filenames":["a.bin","b.bin"]}},"routing_key":"clowder.dataset.files.added"}""");
        metadata.ShouldBe("""{"event":"dataset.files.added","filenames":["a.bin","b.bin"],"resource":"dataset","routingKey":"clowder.dataset.files.added"}""");
    }

    [Fact]
    public void Older_encodings_are_read()
    {
        ClowderEvent.Read(Encoding.Latin1.GetBytes("""{"filename":"Grünland.tif"}""")).TryGetString("filename", out var name).ShouldBeTrue();
        name.ShouldBe("Grünland.tif");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("{\"a\":")]
    [InlineData("nonsense")]
    public void What_is_no_object_is_refused(string body) => Should.Throw<JsonException>(() => ClowderEvent.Read(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void Body_goes_on_as_it_came_but_for_what_changes()
    {
        var parameters = MetadataValue.Of(Metadata.From(("output_dataset", "Full Field")));
        Rewritten("""{"id":"f1", "secretKey":"KEY", "n": 1.50, "filename":"Gr\u00fcn\/land", "parameters":"{}","source":{"id": {"a":[1,2]}}}""", ("rulechecked", true), ("parameters", parameters), ("absent", default))
            .ShouldBe("""{"id":"f1","secretKey":"KEY","n":1.50,"filename":"Gr\u00fcn\/land","source":{"id": {"a":[1,2]}},"rulechecked":true,"parameters":{"output_dataset":"Full Field"}}""");
        Rewritten("", ("a", 1L)).ShouldBe("""{"a":1}""");
        Should.Throw<JsonException>(() => Rewritten("[]", ("a", 1L)));
    }

    private static string Read(string body)
    {
        var text = ClowderEvent.Read(Encoding.UTF8.GetBytes(body)).ToString()!;
        text.ShouldNotContain("KEY", Case.Sensitive);
        return text;
    }

    private static string Rewritten(string body, params (string, MetadataValue)[] changes)
    {
        var written = new ArrayBufferWriter<byte>();
        ClowderBody.Write(written, Encoding.UTF8.GetBytes(body), changes);
        return Encoding.UTF8.GetString(written.WrittenSpan);
    }
}
