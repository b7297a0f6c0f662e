using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Grains.Conversations.Kinds;

/// <summary>All kinds of entries that this silo knows.</summary>
internal sealed class EntryKinds
{
    private readonly Dictionary<string, EntryKind> kinds;
    private readonly string forClients;

    public EntryKinds(IEnumerable<EntryKind> kinds)
    {
        this.kinds = kinds.ToDictionary(kind => kind.Name, StringComparer.Ordinal);
        forClients = string.Join(", ", this.kinds.Values.Where(kind => kind.Writers != Writers.Server).Select(kind => $"\"{kind.Name}\""));
    }

    /// <summary>The kinds of the product: each sealed class of this assembly.</summary>
    public static IEnumerable<EntryKind> Shipped { get; } =
        [.. typeof(EntryKind).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(EntryKind))).Select(type => (EntryKind)Activator.CreateInstance(type)!)];

    /// <summary>A kind of an entry that was checked before.</summary>
    public EntryKind this[string name] => kinds[name];

    /// <exception cref="ImException"><see cref="ErrorCode.UnknownKind"/> when clients cannot send it.</exception>
    public EntryKind ForClients(MessageDraft draft) =>
        draft.Kind is not null && kinds.TryGetValue(draft.Kind, out EntryKind? kind) && kind.Writers != Writers.Server
            ? kind
            : throw new ImException(ErrorCode.UnknownKind, $"Clients can send entries of the kinds {forClients}; this is another kind.");
}
