using System.Text.Json.Serialization;

namespace Windrow.Maps.Rendering.Postprocess;

/// <summary>Something done to a picture when it is drawn. The names in JSON are those of arkimaps' flavours.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Watermark), "watermark")]
[JsonDerivedType(typeof(CutShape), "cutshape")]
[JsonDerivedType(typeof(Quantize), "quantize")]
public abstract record Postprocessor;
