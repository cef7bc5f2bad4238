using Windrow.Core.Filters;
using Windrow.Core.Messages;

namespace Windrow.Core.Routing;

/// <summary>The columns and guards of one key while plans are added.</summary>
internal sealed class KeyDraft(MetadataKey key)
{
    private readonly List<Column> _columns = [];
    private readonly List<TypeGuard> _guards = [];

    public Column? Find(ColumnKind kind) => _columns.Find(column => column.Kind == kind);

    public void Add(Column column) => _columns.Add(column);

    /// <summary>A plan insists on the type of the values that it names.</summary>
    public void Insist(int plan, TypedMatch match)
    {
        var guard = _guards.Find(guard => guard.IsFor(match));
        if (guard is null)
            _guards.Add(guard = new TypeGuard(match.Values[0], match.Equality));
        guard.Add(plan);
    }

    public KeyColumns Build() => new(key, [.. _columns], [.. _guards]);
}
