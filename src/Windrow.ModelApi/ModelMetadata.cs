using Windrow.Core.Messages;
using Windrow.ModelApi.Failures;
using Windrow.ModelApi.Handles;

namespace Windrow.ModelApi;

/// <summary>A <c>multio_metadata_t</c>: what a model tells about a field, set key by key.</summary>
internal sealed class ModelMetadata
{
    public static readonly HandleTable<ModelMetadata> Table = new(3, "multio_metadata_t");

    private readonly ModelHandle? _handle;

    /// <param name="handle">Whose failure handler is told of wrong calls; null: there is none.</param>
    public ModelMetadata(ModelHandle? handle) => _handle = handle;

    public ModelMetadata(ModelMetadata other)
    {
        _handle = other._handle;
        Draft = new MetadataDraft(other.Draft);
    }

    public MetadataDraft Draft { get; } = new();

    /// <summary>Who is told of wrong calls about some metadata; nobody, where there are no such metadata.</summary>
    public static FailureHandler HandlerOf(nint metadata) => Table.Find(metadata)?._handle?.Handler ?? FailureHandler.None;
}
