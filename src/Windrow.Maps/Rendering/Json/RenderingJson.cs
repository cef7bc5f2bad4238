using System.Text.Json.Serialization;
using Windrow.Maps.Rendering.Workers;

namespace Windrow.Maps.Rendering.Json;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UseStringEnumConverter = true,
    Converters = [typeof(MapParametersConverter)])]
[JsonSerializable(typeof(MapOrder))]
[JsonSerializable(typeof(WorkerGreeting))]
[JsonSerializable(typeof(WorkerReply))]
internal sealed partial class RenderingJson : JsonSerializerContext;
