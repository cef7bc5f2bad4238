using System.Globalization;
using Windrow.Core.Messages;

namespace Windrow.Fields.Values;

/// <summary>The parameter of a message by its number, under <c>param</c> or <c>paramId</c>.</summary>
internal sealed class ParamKeys
{
    private readonly OwnKey _param = new("param");
    private readonly MetadataSlot _paramId = new("paramId");

    public bool TryGet(Metadata metadata, out long id)
    {
        id = 0;
        return (_param.TryGet(metadata, out var param) || _paramId.TryGet(metadata, out param)) && MetadataNumber.TryGet(param, out id);
    }

    /// <summary>The metadata with another parameter. <c>param</c> keeps the type that it has; where a message has only one of the two keys it gets no other.</summary>
    public Metadata Rename(Metadata metadata, long to)
    {
        var builder = metadata.Change();
        if (_param.TryGet(metadata, out var param))
            builder.Set(_param.Key, param.TryGetString(out _) ? to.ToString(CultureInfo.InvariantCulture) : to);
        if (_paramId.TryGet(metadata, out _))
            builder.Set(_paramId.Key, to);
        return builder.Build();
    }
}
