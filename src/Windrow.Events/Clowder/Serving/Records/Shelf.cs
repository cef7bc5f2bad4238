using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Windrow.Events.Clowder.Serving.Records;

/// <summary>One kind of records in the state: its scope there, and how a record is written.</summary>
internal sealed class Shelf<T>(string name, JsonTypeInfo<T> type)
    where T : class
{
    public string Scope { get; } = $"clowder-server/{name}";

    public byte[] Write(T record) => JsonSerializer.SerializeToUtf8Bytes(record, type);

    public T Read(byte[] value) => JsonSerializer.Deserialize(value, type)!;
}
