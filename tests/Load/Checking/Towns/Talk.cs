using System.Collections.Concurrent;

namespace ImOrleans.Load.Checking.Towns;

/// <summary>A conversation and who is in it, as far as this run knows.</summary>
internal sealed class Talk(int number, string id, Person owner, IEnumerable<Person> members)
{
    private readonly ConcurrentDictionary<Person, bool> present = new(members.Select(member => KeyValuePair.Create(member, true)));

    public int Number => number;

    public string Id => id;

    public bool IsGroup => id.StartsWith("g:", StringComparison.Ordinal);

    public string GroupId => id[2..];

    /// <summary>Is never removed, and can so read everything.</summary>
    public Person Owner => owner;

    public IReadOnlyCollection<Person> Members => [.. present.Keys];

    public void Add(Person person) => present[person] = true;

    public void Remove(Person person) => present.TryRemove(person, out _);
}
