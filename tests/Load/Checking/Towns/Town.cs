using System.Collections.Concurrent;
using ImOrleans.Load.Checking.Devices;
using ImOrleans.Load.Checking.Recording;

namespace ImOrleans.Load.Checking.Towns;

/// <summary>The people of a run, what they have in common, and what is written about them.</summary>
internal sealed class Town(CheckOptions options, Uri[] urls, Ledger ledger)
{
    private const int NotesKept = 200;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1.5);
    private readonly ConcurrentDictionary<string, Talk> talks = new();
    private readonly ConcurrentDictionary<string, int> users = new();
    private readonly ConcurrentDictionary<string, int> notes = new();
    private int lines;
    private int connections;

    public CheckOptions Options => options;

    /// <summary>Where the next connection goes: to the next server, or to the proxy before it.</summary>
    public Uri NextUrl() => urls[(uint)Interlocked.Increment(ref connections) % urls.Length];

    public Ledger Ledger => ledger;

    public Texts Texts { get; } = new(options.Seed);

    public Traffic Traffic { get; } = new();

    public Patience Patience { get; } = Patience.For(options);

    public IReadOnlyList<Person> People { get; private set; } = [];

    public IReadOnlyList<Talk> Talks => [.. talks.Values.OrderBy(talk => talk.Number)];

    public IReadOnlyList<Device> Devices => [.. People.SelectMany(person => person.Devices)];

    /// <summary>Failures that clients saw, and how often: what they ride out is worth knowing.</summary>
    public IEnumerable<KeyValuePair<string, int>> Notes => notes.OrderByDescending(note => note.Value);

    public int NextLine() => Interlocked.Increment(ref lines);

    public Talk? TalkOf(string conversationId) => talks.GetValueOrDefault(conversationId);

    public int UserNumber(string userId) => users.GetValueOrDefault(userId, Fact.None);

    public void Settle(IReadOnlyList<Person> people)
    {
        People = people;
        foreach (Person person in people)
        {
            users[person.UserId] = person.Number;
            ledger.Write(new Fact(FactKind.User) { User = person.Number, Text = person.UserId });
            foreach (Device device in person.Devices)
            {
                ledger.Write(new Fact(FactKind.Device) { Device = device.Number, User = person.Number });
            }
        }
    }

    public void Open(Talk talk)
    {
        talks[talk.Id] = talk;
        ledger.Write(new Fact(FactKind.Conversation) { Conversation = talk.Number, Text = talk.Id });
        foreach (Person person in talk.Members)
        {
            person.Enter(talk);
            if (!talk.IsGroup)
            {
                ledger.Write(new Fact(FactKind.Joined) { Conversation = talk.Number, User = person.Number, Seq = 1 });
            }
        }
    }

    public void Note(Exception failure)
    {
        if (failure is OperationCanceledException)
        {
            return;
        }

        if (Refusals.HasNoNumber(failure))
        {
            ledger.Write(new Fact(FactKind.Unnumbered) { Text = failure.Message });
        }

        string note = $"{failure.GetType().Name}: {failure.Message}";
        if (notes.Count < NotesKept || notes.ContainsKey(note))
        {
            notes.AddOrUpdate(note, 1, (_, count) => count + 1);
        }
    }

    /// <summary>A pause that grows with the failures in a row, with jitter: thousands of clients must not come back at one moment.</summary>
    public static Task PauseAsync(Random random, int failures, CancellationToken cancellation)
    {
        double most = Math.Min(LongestPause.TotalMilliseconds, 50 * Math.Pow(2, Math.Min(failures, 10)));
        return Task.Delay(TimeSpan.FromMilliseconds(random.NextDouble() * most), cancellation);
    }
}
