using System.Text.Json.Nodes;
using Windrow.Events.Clowder;
using Windrow.Events.Clowder.Serving.Records;
using Windrow.Events.Clowder.Serving.Work;

namespace Windrow.Events.Tests.Clowder.Serving;

/// <summary>The messages, field by field as Clowder's own, but for address and key.</summary>
public sealed class WorkMessageTests
{
    private static readonly FileRecord File = new("f1", "d1", "abc_left.bin", "application/octet-stream", 10512640, default, "");
    private static readonly DatasetRecord Dataset = new("d1", "stereoTop", "", default, "");

    [Fact]
    public void File_added_to_a_dataset() => First(WorkEvent.FileAdded(File, Dataset, "a@b.c")).ShouldBe(
        """{"notifies":["a@b.c"],"msgid":"m1","id":"f1","jobid":"j1","intermediateId":"f1","fileSize":"10512640","datasetId":"d1","flags":"","routing_key":"clowder.dataset.file.added","source":{"id":{"resourceType":"'file","id":"f1"},"mimeType":"application/octet-stream","extra":{"filename":"abc_left.bin"}},"activity":"added","target":{"id":{"resourceType":"'dataset","id":"d1"},"extra":{}}}""");

    [Fact]
    public void File_created() => First(WorkEvent.FileCreated(File, "")).ShouldBe(
        """{"notifies":[],"msgid":"m1","id":"f1","jobid":"j1","intermediateId":"f1","fileSize":"10512640","datasetId":"d1","flags":"","routing_key":"clowder.file.application.octet-stream","source":{"id":{"resourceType":"'file","id":"f1"},"mimeType":"application/octet-stream","extra":{"filename":"abc_left.bin"}},"activity":"created","target":"{}","filename":"abc_left.bin"}""");

    [Fact]
    public void Several_files_added() => First(WorkEvent.FilesAdded(Dataset, ["a.bin", "b.bin"], "")).ShouldBe(
        """{"notifies":[],"msgid":"m1","id":"d1","jobid":"j1","intermediateId":"d1","fileSize":"0","datasetId":"d1","flags":"","routing_key":"clowder.dataset.files.added","source":{"id":{"resourceType":"'dataset","id":"d1"},"extra":{"filenames":["a.bin","b.bin"]}},"activity":"added","target":{"id":{"resourceType":"'dataset","id":"d1"},"extra":{}},"filenames":"List(a.bin, b.bin)"}""");

    [Fact]
    public void Metadata_added_to_a_file()
    {
        var metadata = new MetadataRecord("x1", false, "f1", default, "e", "1", new JsonObject { ["content"] = new JsonObject { ["a"] = 1 } });
        First(WorkEvent.OfMetadata(metadata, isRemoved: false, "")).ShouldBe(
            """{"notifies":[],"msgid":"m1","id":"f1","jobid":"j1","intermediateId":"f1","fileSize":"0","datasetId":"","flags":"","routing_key":"clowder.metadata.added.file","source":{"id":{"resourceType":"'metadata","id":"x1"},"extra":{}},"activity":"added","target":{"id":{"resourceType":"'file","id":"f1"},"extra":{}},"metadata":{"a":1},"resourceType":"file","resourceId":"f1"}""");
    }

    [Fact]
    public void Parameters_of_a_dataset_are_a_text_and_those_of_a_file_an_object()
    {
        var parameters = new JsonObject { ["p"] = 1 };
        var ofFile = WorkMessage.Of(new Submission("q", File, null, parameters, ClowderVersion.V1, new Cause("")), Job(isOfDataset: false));
        ofFile["parameters"]!.ToJsonString().ShouldBe("""{"p":1}""");
        var ofDataset = WorkMessage.Of(new Submission("q", null, Dataset, parameters, ClowderVersion.V1, new Cause("")), Job(isOfDataset: true));
        ofDataset["parameters"]!.GetValue<string>().ShouldBe("""{"p":1}""");
        ofDataset["datasetname"]!.GetValue<string>().ShouldBe("stereoTop");
        ofDataset["routing_key"]!.GetValue<string>().ShouldBe("extractors.q");
    }

    [Fact]
    public void Second_generation() => WorkMessage.Of(WorkEvent.FileCreated(File, ""), Job(isOfDataset: false), ClowderVersion.V2).ToJsonString().ShouldBe(
        """{"retry_count":0,"resource_type":"file","flags":"","filename":"abc_left.bin","fileSize":10512640,"id":"f1","datasetId":"d1","job_id":"j1","parameters":{}}""");

    // What our own extractors make of it, too.
    private static string First(WorkEvent what)
    {
        var body = WorkMessage.Of(what, Job(what.IsOfDataset) with { User = what.User }, ClowderVersion.V1).ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        var read = ClowderEvent.Read(System.Text.Encoding.UTF8.GetBytes(body));
        read.TryGetString("resource", out var resource).ShouldBeTrue();
        resource.ShouldBe(what.IsOfDataset ? "dataset" : "file");
        return body;
    }

    private static JobRecord Job(bool isOfDataset) => new("j1", "m1", "e", "q", isOfDataset, isOfDataset ? "d1" : "f1", "f1", "d1", "", "", "", 0, default);
}
