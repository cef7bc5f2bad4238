namespace Windrow.Events.Clowder.Serving.Records;

/// <summary>Changes of records that become durable together.</summary>
internal sealed class DocumentEdit(Documents documents)
{
    public Dictionary<(string Scope, string Key), byte[]?> Changes { get; } = [];

    private List<Action>? _then;

    /// <summary>Does something when all changes are made, before the next change.</summary>
    public void Then(Action action) => (_then ??= []).Add(action);

    public void Finish() => _then?.ForEach(static action => action());

    public T? Find<T>(Shelf<T> shelf, string key)
        where T : class => Find(shelf.Scope, key) is { } value ? shelf.Read(value) : null;

    public byte[]? Find(string scope, string key) => Changes.TryGetValue((scope, key), out var value) ? value : documents.Find(scope, key);

    public void Put<T>(Shelf<T> shelf, string key, T record)
        where T : class => Changes[(shelf.Scope, key)] = shelf.Write(record);

    /// <summary>Notes that there is something.</summary>
    public void Mark(string scope, string key, string value = "") => Changes[(scope, key)] = System.Text.Encoding.UTF8.GetBytes(value);

    public void Remove<T>(Shelf<T> shelf, string key)
        where T : class => Remove(shelf.Scope, key);

    public void Remove(string scope, string key) => Changes[(scope, key)] = null;
}
