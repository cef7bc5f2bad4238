using System.Text;
using System.Text.Json;
using Windrow.Events.Clowder.Serving.Records;
using Windrow.Events.Clowder.Serving.Work;

namespace Windrow.Events.Tests.Clowder.Serving;

public sealed class ReportedStatusTests
{
    [Theory]
    [InlineData("""{"job_id": "j", "status": "StatusMessage.start: Started processing.", "message_type": "StatusMessage.start", "message": "Started processing."}""", "Started", "Started processing.")]
    [InlineData("""{"job_id": "j", "status": "StatusMessage.processing: done with part 1"}""", "Processing", "done with part 1")]
    [InlineData("""{"job_id": "j", "status": "StatusMessage.done: Done processing."}""", "Succeeded", "Done processing.")]
    [InlineData("""{"job_id": "j", "status": "StatusMessage.skip: Skipped in check_message"}""", "Skipped", "Skipped in check_message")]
    [InlineData("""{"job_id": "j", "status": "StatusMessage.error: Error: no"}""", "Error", "Error: no")]
    [InlineData("""{"job_id": "j", "status": "StatusMessage.retry: (#1) away"}""", "Resubmitted", "(#1) away")]
    [InlineData("""{"jobid": "j", "status": "Done"}""", "Succeeded", "Done")]
    [InlineData("""{"job_id": "j", "status": "Extraction Done"}""", "Succeeded", "Extraction Done")]
    [InlineData("""{"job_id": "j", "status": "Started processing"}""", "Started", "Started processing")]
    [InlineData("""{"job_id": "j", "status": "half of it"}""", "Processing", "half of it")]
    public void Status_is_read_as_it_is_meant(string body, string state, string message)
    {
        var status = ReportedStatus.Read(Encoding.UTF8.GetBytes(body));
        status.Job.ShouldBe("j");
        status.State.ShouldBe(Enum.Parse<JobState>(state));
        status.Message.ShouldBe(message);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"job_id": "j"}""")]
    [InlineData("no")]
    public void What_is_no_status_is_refused(string body) => Should.Throw<JsonException>(() => ReportedStatus.Read(Encoding.UTF8.GetBytes(body)));
}
