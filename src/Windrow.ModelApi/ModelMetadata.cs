using Windrow.Core.Messages;
using Windrow.ModelApi.Handles;

namespace Windrow.ModelApi;

/// <summary>A <c>multio_metadata_t</c>: what a model tells about a field, set key by key.</summary>
internal sealed class ModelMetadata
{
    public static readonly HandleTable<ModelMetadata> Table = new(3, "multio_metadata_t");

    public ModelMetadata()
    {
    }

    public ModelMetadata(ModelMetadata other) => Draft = new MetadataDraft(other.Draft);

    public MetadataDraft Draft { get; } = new();
}
