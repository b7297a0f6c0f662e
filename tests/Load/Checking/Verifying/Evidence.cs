using ImOrleans.Load.Checking.Recording;

namespace ImOrleans.Load.Checking.Verifying;

/// <summary>A message as it was first sent.</summary>
internal readonly record struct SentMessage(int Conversation, int User, ulong Hash);

/// <summary>
/// The facts of a whole ledger: the users, the sent messages, and the entries that were read back at the end. Some 50 bytes for each
/// message; all other facts are read line by line.
/// </summary>
internal sealed class Evidence
{
    private readonly Dictionary<int, string> users = [];
    private readonly Dictionary<int, string> conversations = [];
    private readonly List<SentMessage> sent = [default];
    private readonly Dictionary<int, StoredLog> logs = [];
    private readonly Memberships memberships = new();
    private readonly Dictionary<int, int> deviceUsers = [];

    public Memberships Memberships => memberships;

    public IEnumerable<KeyValuePair<int, StoredLog>> Logs => logs;

    public long Pushed { get; private set; }

    public long Pulled { get; private set; }

    public int MessageCount => sent.Count - 1;

    public static Evidence Of(IEnumerable<Fact> ledger)
    {
        Evidence evidence = new();
        foreach (Fact fact in ledger)
        {
            evidence.Add(fact);
        }

        return evidence;
    }

    public string User(int number) => users.GetValueOrDefault(number, $"user {number}");

    public IEnumerable<int> DeviceNumbers => deviceUsers.Keys;

    public int UserOf(int device) => deviceUsers.GetValueOrDefault(device, Fact.None);

    public string Device(int number) => $"device {number} of {User(UserOf(number))}";

    public string Conversation(int number) => conversations.GetValueOrDefault(number, $"conversation {number}");

    public StoredLog Log(int conversation) => logs.TryGetValue(conversation, out StoredLog? log) ? log : logs[conversation] = new StoredLog();

    /// <summary>Null when nothing with this number was ever sent.</summary>
    public SentMessage? Sent(long message) => message > 0 && message < sent.Count && sent[(int)message].Hash != 0 ? sent[(int)message] : null;

    private void Add(in Fact fact)
    {
        switch (fact.Kind)
        {
            case FactKind.User:
                users[fact.User] = fact.Text!;
                break;
            case FactKind.Device:
                deviceUsers[fact.Device] = fact.User;
                break;
            case FactKind.Conversation:
                conversations[fact.Conversation] = fact.Text!;
                break;
            case FactKind.Sent:
                Enter(fact);
                break;
            case FactKind.Pushed:
                Pushed++;
                break;
            case FactKind.Pulled:
                Pulled++;
                break;
            case FactKind.Stored:
                Log(fact.Conversation).Put(fact.Seq, new StoredEntry(fact.Message, fact.Hash));
                break;
            case FactKind.Joined:
                memberships.Join(fact.Conversation, fact.User, fact.Seq);
                break;
            case FactKind.Left:
                memberships.Leave(fact.Conversation, fact.User, fact.Seq);
                break;
            default:
                break;
        }
    }

    private void Enter(in Fact fact)
    {
        while (sent.Count <= fact.Message)
        {
            sent.Add(default);
        }

        if (sent[(int)fact.Message].Hash == 0)
        {
            sent[(int)fact.Message] = new SentMessage(fact.Conversation, UserOf(fact.Device), fact.Hash);
        }
    }
}
