using Windrow.Core.Messages;
using Windrow.Core.State;

namespace Windrow.Core.PlugIns.Collect.Expected;

/// <summary>Asks databases for numbers.</summary>
public interface IExpectedQueries
{
    /// <summary>Asks for a number.</summary>
    /// <param name="query">SQL, with names of keys in braces.</param>
    /// <param name="values">The values of the keys.</param>
    /// <returns>Null: the answer has no row, or is null.</returns>
    /// <exception cref="StateException">The database cannot be reached, or does not understand.</exception>
    long? Ask(DatabaseAddress database, string query, Metadata values);
}
