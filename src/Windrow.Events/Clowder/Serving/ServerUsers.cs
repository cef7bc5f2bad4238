using System.Security.Cryptography;
using System.Text;

namespace Windrow.Events.Clowder.Serving;

/// <summary>Who has a key.</summary>
internal sealed class ServerUsers
{
    // Needs no escape in the query of an address.
    private const char OfJob = '.';

    private readonly List<(byte[] Hash, string Key, ServerUser User)> _users = [];

    public ServerUsers(ServerOptions options)
    {
        Add(options.Key!.Reveal(), new ServerUser("", IsReadOnly: false));
        foreach (var user in options.Users)
            Add(user.Key!.Reveal(), new ServerUser(user.Email, user.ReadOnly));
    }

    /// <returns>Null: nobody has this key. It takes as long for a key that is nearly right.</returns>
    public ServerUser? Find(string key)
    {
        if (FindWhole(key) is { } user)
            return user;
        var end = key.Length - ObjectIds.Length;
        return end > 1 && key[end - 1] == OfJob && FindWhole(key[..(end - 1)]) is { } owner ? owner with { Job = key[end..] } : null;
    }

    /// <summary>
    /// The key that a job goes out with: of whoever has set it off, where he still has one that may write, with the job in it. So what an extractor uploads
    /// tells which job it comes from, which nothing else does.
    /// </summary>
    public string KeyOf(string email, string job)
    {
        foreach (var (_, key, user) in _users)
        {
            if (user.Email == email && !user.IsReadOnly)
                return $"{key}{OfJob}{job}";
        }

        return $"{_users[0].Key}{OfJob}{job}";
    }

    private ServerUser? FindWhole(string key)
    {
        ServerUser? found = null;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        foreach (var (other, _, user) in _users)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, other))
                found ??= user;
        }

        return found;
    }

    private void Add(string key, ServerUser user) => _users.Add((SHA256.HashData(Encoding.UTF8.GetBytes(key)), key, user));
}
