using Windrow.Core.Messages;
using Windrow.Native.EcCodes;

namespace Windrow.Fields.Encode.Drafts;

/// <summary>One change to the base of a message.</summary>
internal readonly record struct GribSetting(EcCodesKey Key, MetadataValue Value, SettingKind Kind)
{
    /// <summary>Sets the key unless it has the value already.</summary>
    /// <returns>Whether the message was changed.</returns>
    /// <exception cref="EcCodesException">The key or its value is refused; the text names both.</exception>
    public bool Apply(GribHandle handle)
    {
        switch (Kind)
        {
            case SettingKind.Interval:
                return ProductTemplates.TryToInterval(handle);
            case SettingKind.Ensemble:
                return ProductTemplates.TryToMember(handle);
            case SettingKind.Local when handle.Has("marsClass"):
                return false;
            case SettingKind.Local:
                handle.SetLong("setLocalDefinition", 1);
                handle.SetLong("localDefinitionNumber", 1);
                return true;
            case SettingKind.Known or SettingKind.Hint when !handle.Has(Key):
                return false;
        }

        if (IsSame(handle))
            return false;
        try
        {
            Set(handle);
            return true;
        }
        catch (EcCodesException exception) when (Kind == SettingKind.Hint && exception.Status == EcCodesStatus.ReadOnly)
        {
            return false;
        }
    }

    /// <summary>ecCodes takes a level type that it does not know without a word, and goes on with the old one.</summary>
    private void SetText(GribHandle handle, string text)
    {
        handle.SetString(Key, text);
        if (Key.Name == "typeOfLevel" && handle.GetString(Key) != text)
            throw new EcCodesException(EcCodesStatus.ConceptNoMatch, $"set {Key} = '{text}'", Key.Name);
    }

    private bool IsSame(GribHandle handle)
    {
        if (Value.TryGetString(out var text))
            return handle.TryGetString(Key, out var now) == EcCodesStatus.Success && now == text;
        if (Value.TryGetInt64(out var whole))
            return handle.TryGetLong(Key, out var now) == EcCodesStatus.Success && now == whole;
        return false;
    }

    private void Set(GribHandle handle)
    {
        if (Value.TryGetString(out var text))
        {
            if (text.Equals("missing", StringComparison.OrdinalIgnoreCase))
                handle.SetMissing(Key);
            else
                SetText(handle, text);
        }
        else if (Value.TryGetBool(out var flag))
        {
            handle.SetLong(Key, flag ? 1 : 0);
        }
        else if (Value.TryGetInt64(out var whole))
        {
            handle.SetLong(Key, whole);
        }
        else if (Value.TryGetNumber(out var number))
        {
            handle.SetDouble(Key, number);
        }
        else if (Value.TryGetList(out var list))
        {
            var numbers = new long[list.Count];
            for (var i = 0; i < numbers.Length; i++)
                list[i].TryGetInt64(out numbers[i]);
            handle.SetLongs(Key, numbers);
        }
    }
}
