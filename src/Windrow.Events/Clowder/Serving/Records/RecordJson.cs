using System.Text.Json.Serialization;

namespace Windrow.Events.Clowder.Serving.Records;

/// <summary>How records are kept in the state.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(DatasetRecord))]
[JsonSerializable(typeof(FileRecord))]
[JsonSerializable(typeof(PictureRecord))]
[JsonSerializable(typeof(MetadataRecord))]
[JsonSerializable(typeof(ExtractorRecord))]
[JsonSerializable(typeof(JobRecord))]
[JsonSerializable(typeof(StatusRecord))]
[JsonSerializable(typeof(OwedMessage))]
[JsonSerializable(typeof(CollectionRecord))]
internal sealed partial class RecordJson : JsonSerializerContext
{
}
