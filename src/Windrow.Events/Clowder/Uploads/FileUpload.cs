using Windrow.Core.Errors;
using Windrow.Events.Clowder.Jobs;

namespace Windrow.Events.Clowder.Uploads;

/// <summary>A file for the dataset of a job.</summary>
internal sealed class FileUpload(UploadContent content) : IUpload
{
    public string Name => $"file {content.Name}";

    // By name and bytes: one of the same name may have been there before.
    public bool IsThere(Job job, string part)
    {
        var client = job.Desk.Servers!.Client;
        var there = client.Get(job.Server, $"datasets/{Uri.EscapeDataString(Dataset(job))}/files");
        if (there.TryGetMap(out var map) && map!.TryGet("data", out var data))
            there = data;
        if (!there.TryGetList(out var list))
            return false;
        foreach (var item in list)
        {
            if (item.TryGetMap(out var file) && (file!.TryGetString("filename", out var name) || file.TryGetString("name", out name)) && name == content.Name
                && file.TryGetString("id", out var id) && content.IsSameAs(take => client.Download(job.Server, $"files/{Uri.EscapeDataString(id)}", take.Invoke)))
                return true;
        }

        return false;
    }

    public void Send(Job job, string part, Action<string> half)
    {
        var path = job.Server.Version == ClowderVersion.V1 ? $"uploadToDataset/{Uri.EscapeDataString(Dataset(job))}" : $"datasets/{Uri.EscapeDataString(Dataset(job))}/files";
        job.Desk.Servers!.Client.Send(job.Server, HttpMethod.Post, path, patience => content.Form("file", patience));
    }

    private static string Dataset(Job job) => job.Dataset.Length > 0
        ? job.Dataset
        : throw new FailureException(Failure.Permanent("the job names no dataset that the file could be added to", "put a select with 'datasetId is not null' in front, as such jobs have none"));
}
