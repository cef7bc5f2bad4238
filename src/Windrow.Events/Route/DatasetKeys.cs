using Windrow.Core.Filters;
using Windrow.Core.Messages;

namespace Windrow.Events.Route;

/// <summary>
/// The keys of what is known of a dataset: <c>dataset.name</c> and the like, <c>dataset.files</c>, <c>dataset.metadata</c>.
/// </summary>
internal static class DatasetKeys
{
    public const string Dataset = "dataset";

    /// <summary>What a condition wants to know.</summary>
    public static DatasetParts Of(Filter filter)
    {
        var keys = new HashSet<MetadataKey>();
        filter.CollectKeys(keys);
        var parts = DatasetParts.None;
        foreach (var key in keys)
            parts |= Of(key.Name);
        return parts;
    }

    /// <summary>A condition that holds whenever the given one does, and knows nothing of datasets.</summary>
    public static Filter Without(Filter filter)
    {
        if (Of(filter) == DatasetParts.None)
            return filter;
        return filter is And and ? new And([.. and.Items.ToArray().Select(Without)], and.Source) : Constant.True;
    }

    private static DatasetParts Of(string key)
    {
        if (!key.StartsWith(Dataset, StringComparison.Ordinal) || (key.Length > Dataset.Length && key[Dataset.Length] != '.'))
            return DatasetParts.None;
        if (key.Length == Dataset.Length)
            return DatasetParts.Info | DatasetParts.Files | DatasetParts.Metadata;
        var within = key.AsSpan(Dataset.Length + 1);
        var part = within.IndexOf('.') is var point and >= 0 ? within[..point] : within;
        return part switch
        {
            "files" => DatasetParts.Files,
            "metadata" => DatasetParts.Metadata,
            _ => DatasetParts.Info,
        };
    }
}
