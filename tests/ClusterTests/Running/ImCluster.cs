using ImOrleans.Grains;
using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Conversations.Kinds;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Grains.Delivery;
using ImOrleans.Grains.Devices;
using ImOrleans.Grains.Groups;
using ImOrleans.Grains.Hosting;
using ImOrleans.Grains.Presence;
using ImOrleans.Grains.Push;
using ImOrleans.Grains.Sessions;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Messages;
using ImOrleans.Protocol.Push;
using ImOrleans.Silo.Storage.Sqlite;
using ImOrleans.Silo.Streams.LongPoll;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Core.Internal;
using Orleans.Providers;
using Orleans.Runtime.Hosting;
using Orleans.Runtime.Placement;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;
using Orleans.TestingHost;
using Xunit;

namespace ImOrleans.ClusterTests.Running;

/// <summary>Two silos with the grains of the product over one store on disk, and everything that a gateway does with them.</summary>
public sealed class ImCluster : IAsyncLifetime
{
    /// <summary>Short where a test has to wait in real time.</summary>
    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["Im:Accounts:PasswordIterations"] = "1000",
        ["Im:Accounts:RedactOnDeletion"] = "true",
        ["Im:Conversations:AcknowledgementDelay"] = AcknowledgementDelay.ToString(),
        ["Im:Devices:FirstWait"] = "00:00:00.300",
        ["Im:Push:FirstWait"] = "00:00:00.100",
        ["Im:Presence:PulsePeriod"] = "00:00:00.200",
        ["Im:Presence:OfflineDelay"] = "00:00:01",
        ["Im:Presence:Pace"] = "00:00:00.100",
    };

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("im-cluster-");
    private readonly SqliteMessageLog stored;
    private readonly SqliteDatabase state;
    private readonly Action<ISiloBuilder> addStreams;
    private int names;

    public ImCluster()
        : this([], static silo => silo.AddLongPollStreams(DeviceStream.Provider, options => options.Queues = 4))
    {
    }

    /// <param name="settings">Beside those of all tests.</param>
    /// <param name="addStreams">Adds the streams to devices.</param>
    internal ImCluster(Dictionary<string, string?> settings, Action<ISiloBuilder> addStreams)
    {
        this.addStreams = addStreams;
        stored = new SqliteMessageLog(File("messages.db", LogSchema.Current), NullLogger<SqliteMessageLog>.Instance);
        state = new SqliteDatabase(File("state.db", StateSchema.Current), NullLogger.Instance);
        Log = new FaultyLog(stored);
        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureSiloHost((_, host) => host.Configuration.AddInMemoryCollection([.. Settings, .. settings]));
        builder.ConfigureSilo((_, silo) => Configure(silo));
        Silos = builder.Build();
    }

    /// <summary>A device that acknowledges later than this gets the push again.</summary>
    internal static TimeSpan AcknowledgementDelay => TimeSpan.FromMilliseconds(400);

    internal InProcessTestCluster Silos { get; }

    /// <summary>The log of the silos. It can be made to fail for one conversation.</summary>
    internal FaultyLog Log { get; }

    /// <summary>The grain states of the silos. They can be made to fail.</summary>
    internal StateFaults States { get; } = new();

    /// <summary>Calls of grains on all silos.</summary>
    internal GrainCalls Calls { get; } = new();

    /// <summary>The one push provider of the silos.</summary>
    internal RecordingSender Provider { get; } = new();

    internal ShiftedTime Time { get; } = new();

    /// <summary>As the silos have it.</summary>
    internal static PresenceOptions PresenceSettings { get; } = new() { OfflineDelay = TimeSpan.FromSeconds(1) };

    internal IGrainFactory Grains => Silos.Client;

    public async ValueTask InitializeAsync() => await Silos.DeployAsync();

    public async ValueTask DisposeAsync()
    {
        await Silos.DisposeAsync();
        await stored.DisposeAsync();
        await state.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
    }

    internal IConversationGrain Conversation(string id) => Grains.GetGrain<IConversationGrain>(id);

    internal IDirectConversationGrain Direct(string id) => Grains.GetGrain<IDirectConversationGrain>(id);

    internal IGroupGrain Group(string id) => Grains.GetGrain<IGroupGrain>(id);

    internal IDeviceGrain Device(string userId, string deviceId) => Grains.GetGrain<IDeviceGrain>(DeviceKey.Of(userId, deviceId));

    internal IPushGrain Push(string userId) => Grains.GetGrain<IPushGrain>(userId);

    internal ISessionsGrain Sessions(string userId) => Grains.GetGrain<ISessionsGrain>(userId);

    internal IUserGrain User(string id) => Grains.GetGrain<IUserGrain>(id);

    internal IPresenceGrain Presence(string userId) => Grains.GetGrain<IPresenceGrain>(userId);

    /// <summary>Unique in this cluster.</summary>
    internal string NewName(string name) => $"{name}-{Interlocked.Increment(ref names)}";

    internal async Task<string> NewUser(string name)
    {
        string id = NewName(name);
        await Grains.GetGrain<IProfileGrain>(id).Create(new UserProfile { UserId = id, Username = id, DisplayName = name });
        return id;
    }

    internal Task<string[]> NewUsers(params string[] names) => Task.WhenAll(names.Select(NewUser));

    /// <summary>Users each of whom is signed in with these devices.</summary>
    internal async Task<string[]> NewUsersWith(string[] deviceIds, params string[] names)
    {
        string[] users = await NewUsers(names);
        foreach (string deviceId in deviceIds)
        {
            await Task.WhenAll(users.Select(userId =>
                Grains.GetGrain<ISessionsGrain>(userId).Open(new DeviceInfo { DeviceId = deviceId, Platform = "web" })));
        }

        return users;
    }

    /// <returns>The token with which the device is registered.</returns>
    internal async Task<string> RegisterPush(string userId, string deviceId, string? language = null)
    {
        string token = NewName("token");
        await Push(userId).Register(deviceId, new PushTokenRequest { Provider = RecordingSender.Name, Token = token, Language = language });
        return token;
    }

    /// <summary>Waits for a decision on a notification of the user.</summary>
    internal Task Decides(string userId, Func<PushDecision, bool> isWanted) => Waiting.Until(
        async () => (await Push(userId).Report()).Decisions.Any(isWanted), $"{userId} has no such decision.");

    internal Task<string[]> GatewaysOf(string userId) => Presence(userId).Gateways();

    /// <returns>The conversation's id.</returns>
    internal async Task<string> NewDirect(string userId, string otherId)
    {
        string id = ConversationKey.Direct(userId, otherId);
        await Direct(id).Open(userId);
        return id;
    }

    /// <returns>The group's id.</returns>
    internal async Task<string> NewGroup(string ownerId, params string[] memberIds)
    {
        string id = NewName("group");
        await Group(id).Create(ownerId, id, memberIds);
        return id;
    }

    internal async Task<FakeGateway> NewGateway(params string[] userIds)
    {
        var gateway = new FakeGateway(NewName("gateway"), Grains);
        await gateway.Register();
        await Task.WhenAll(userIds.Select(gateway.Attach));
        return gateway;
    }

    /// <summary>One send with one draft for each id.</summary>
    internal async Task<SendOutcome> Send(string userId, string conversationId, params string[] clientMessageIds) =>
        (await Conversation(conversationId).Send(userId, [new SendItem { ConnectionId = "", Drafts = [.. clientMessageIds.Select(Draft)] }]))[0];

    /// <summary>Sends that must be taken.</summary>
    internal async Task<SendReceipt[]> Post(string userId, string conversationId, params string[] clientMessageIds)
    {
        SendOutcome outcome = await Send(userId, conversationId, clientMessageIds);
        return outcome.Receipts ?? throw outcome.Refusal!;
    }

    internal static MessageDraft Draft(string clientMessageId) => new()
    {
        ClientMessageId = clientMessageId,
        Kind = MessageKind.Text,
        Content = new MessageContent { Text = $"text of {clientMessageId}" },
    };

    /// <summary>Everything that the log has of a conversation.</summary>
    internal async Task<IReadOnlyList<StoredEntry>> Entries(string conversationId, long after = 0) =>
        (await stored.ReadAsync(conversationId, new LogRange(after, long.MaxValue, 1_000, Newest: false))).Entries;

    /// <summary>A redaction straight into the log, as a silo leaves it that dies before it erases old versions.</summary>
    internal Task Redact(string conversationId, long head, long target) => stored.AppendAsync(
        conversationId,
        head,
        [new NewEntry
        {
            MessageId = NewName("message"),
            SenderId = "zombie",
            ClientMessageId = NewName("redaction"),
            Kind = "strike",
            SentAt = 0,
            Counts = false,
            IsPreview = false,
            Target = target,
            Body = new EntryBody(new MessageContent(), null, null).ToJson(),
        }],
        [new Amendment(0, target, default, Redacts: true)]);

    /// <summary>
    /// Writes entries straight into the log, as a silo leaves them that dies before it notifies anyone, or as another writer does.
    /// </summary>
    internal Task Store(string conversationId, long head, string senderId, params string[] clientMessageIds) =>
        stored.AppendAsync(conversationId, head, [.. clientMessageIds.Select(clientMessageId => new NewEntry
        {
            MessageId = NewName("message"),
            SenderId = senderId,
            ClientMessageId = clientMessageId,
            Kind = MessageKind.Text,
            SentAt = 0,
            Counts = true,
            Body = new EntryBody(new MessageContent { Text = clientMessageId }, null, null).ToJson(),
        })]);

    /// <summary>Ends the activation: the next call finds a new one, which knows only what is stored.</summary>
    internal Task Forget(IAddressable grain) => Silos.DeactivateAsync(grain);

    /// <summary>The silo dies without a word.</summary>
    internal Task Kill(InProcessSiloHandle silo) => Silos.KillSiloAsync(silo, TestContext.Current.CancellationToken).Soon("The silo did not die.");

    /// <summary>The grain lives there from now on.</summary>
    internal Task Move(IAddressable grain, InProcessSiloHandle silo) => Waiting.Until(
        async () =>
        {
            // The placement may be answered from a cache; a call is certain.
            await Wake(grain);
            if (silo.SiloAddress.Equals(Calls.SiloOf(grain)))
            {
                return true;
            }

            RequestContext.Set(IPlacementDirector.PlacementHintKey, silo.SiloAddress);
            await grain.AsReference<IGrainManagementExtension>().MigrateOnIdle();
            RequestContext.Remove(IPlacementDirector.PlacementHintKey);
            return false;
        },
        $"{grain.GetGrainId()} did not move.");

    /// <summary>A call that changes nothing.</summary>
    private static Task Wake(IAddressable grain) => grain switch
    {
        IConversationGrain conversation => conversation.RemoveRoutes("no-gateway", []),
        IUserGrain user => user.Contacts([]),
        IPresenceGrain presence => presence.Gateways(),
        IDeviceGrain device => device.Registered(),
        IGatewayGrain gateway => gateway.SilentFor(),
        _ => throw new NotSupportedException(grain.ToString()),
    };

    private void Configure(ISiloBuilder silo)
    {
        silo.Services.AddSingleton<TimeProvider>(Time);
        silo.Services.AddSingleton<IMessageLog>(Log);
        silo.Services.AddSingleton<IPushSender>(Provider);
        silo.Services.AddSingleton(state);
        silo.Services.AddSingleton<IUserDirectory, SqliteUserDirectory>();
        silo.Services.AddGrainStorage(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, OpenGrainStorage);
        silo.Services.AddGrainStorage(StateStores.Large, OpenGrainStorage);
        silo.Configure<ClusterMembershipOptions>(membership => membership.ProbeTimeout = TimeSpan.FromSeconds(1));
        addStreams(silo);
        silo.AddImGrains();
        silo.UseInMemoryReminderService();
        foreach (EntryKind kind in InventedKinds.All)
        {
            silo.Services.AddSingleton(kind);
        }

        silo.AddIncomingGrainCallFilter(Calls);
    }

    private FaultyStates OpenGrainStorage(IServiceProvider services, string name) => new(States, new SqliteGrainStorage(
        state,
        new SqliteGrainStorageOptions { GrainStorageSerializer = new OrleansGrainStorageSerializer(services.GetRequiredService<Serializer>()) },
        services.GetRequiredService<IOptions<ClusterOptions>>(),
        services.GetRequiredService<IActivatorProvider>()));

    private SqliteFile File(string name, SqliteSchema schema) => new(Path.Combine(folder.FullName, name), schema, new SqliteOptions());
}
