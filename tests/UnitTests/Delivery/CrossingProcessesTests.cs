using ImOrleans.Gateway.Delivery;
using ImOrleans.Gateway.Frames;
using ImOrleans.Gateway.Known;
using ImOrleans.Gateway.Process;
using ImOrleans.Grains.Delivery;
using ImOrleans.Grains.Delivery.Payloads;
using ImOrleans.Protocol.Messages;
using ImOrleans.UnitTests.Devices;
using ImOrleans.UnitTests.Hubs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Serialization;
using Orleans.Serialization.Configuration;
using Xunit;

namespace ImOrleans.UnitTests.Delivery;

public sealed class CrossingProcessesTests : IDisposable
{
    private static readonly Audience Alice = Audience.Conversation("g:a", ["alice", "carol"]);

    private readonly ServiceProvider silo = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private readonly ServiceProvider gateway = new ServiceCollection().AddSerializer()
        .Configure<TypeManifestOptions>(manifest => manifest.WellKnownTypeAliases.Remove("im.test-invented-happened")).BuildServiceProvider();

    public void Dispose()
    {
        silo.Dispose();
        gateway.Dispose();
    }

    private static ProcessPauses Pauses =>
        new(isApart: false, null!, Options.Create(new GatewayOptions()), TimeProvider.System, NullLogger<ProcessPauses>.Instance);

    [Fact]
    public async Task A_gateway_ignores_a_kind_that_it_does_not_know_and_delivers_the_known_one_beside_it()
    {
        Frame[] received = Cross([new Frame(Alice, new InventedHappened("new")), new Frame(Alice, Posted(1))]);
        Assert.Equal("im.test-invented-happened", received[0].Parcel.Kind);
        Assert.Null(received[0].Payload);

        ChatConnections connections = new(Options.Create(new GatewayOptions()));
        FakeSocket alice = new("a1");
        connections.Admit(alice.Connect("alice"));
        IOptions<GatewayOptions> options = Options.Create(new GatewayOptions());
        MessagesPostedHandler handler = new(connections, new KnownConversations(null!, options), new PushOrder(options, TimeProvider.System));
        Absentees[] absent = await new GatewayObserver(connections, null!, Pauses, [handler]).Push(received);

        Assert.Equal(["m1"], alice.Posted);
        Assert.Single(alice.Written);
        Assert.Equal((1, "carol"), (Assert.Single(absent).Frame, Assert.Single(absent[0].UserIds)));
    }

    [Fact]
    public void A_gateway_without_a_handler_ignores_a_kind_too()
    {
        ChatConnections connections = new(Options.Create(new GatewayOptions()));
        FakeSocket alice = new("a1");
        connections.Admit(alice.Connect("alice"));
        Task<Absentees[]> pushed = new GatewayObserver(connections, null!, Pauses, []).Push([new Frame(Alice, new InventedHappened("new"))]);

        Assert.True(pushed.IsCompletedSuccessfully);
        Assert.Empty(alice.Written);
    }

    [Fact]
    public void Audience_and_payload_arrive_as_they_were()
    {
        Frame[] sent = [new Frame(Alice, Posted(1)), new Frame(Audience.Session("s1"), new SessionEnded("ended")), new Frame(Audience.Everybody, new HeadsMoved(""))];
        Frame[] received = Cross(sent);

        Assert.Equal([AudienceKind.Conversation, AudienceKind.Session, AudienceKind.Everybody], received.Select(frame => frame.Audience.Kind));
        Assert.Equal(("g:a", "alice+carol"), (received[0].Audience.Id, string.Join('+', received[0].Audience.UserIds)));
        MessagesPosted posted = Assert.IsType<MessagesPosted>(received[0].Payload);
        Assert.Equal("hello", Assert.Single(posted.Posted.Messages).Content.Text);
        Assert.Equal(["a1"], posted.Origins);
        Assert.Equal(sent[1].Payload, received[1].Payload);
    }

    [Fact]
    public void A_payload_for_several_gateways_is_serialized_once()
    {
        Parcel parcel = new(Posted(1));
        Cross([new Frame(Alice, parcel)]);
        ParcelConverter converter = ActivatorUtilities.CreateInstance<ParcelConverter>(silo);

        Assert.Same(converter.ConvertToSurrogate(parcel).Bytes, converter.ConvertToSurrogate(parcel).Bytes);
    }

    [Fact]
    public void Within_a_process_a_frame_is_passed_as_it_is()
    {
        Frame frame = new(Alice, Posted(1));

        Assert.Same(frame, Assert.Single(silo.GetRequiredService<DeepCopier>().Copy<Frame[]>([frame])));
    }

    [Fact]
    public void Every_kind_has_an_alias_and_one_handler()
    {
        Type[] kinds = [.. typeof(Payload).Assembly.GetTypes().Where(type => type.BaseType == typeof(Payload))];
        ServiceCollection services = new();
        services.AddFrames();
        IEnumerable<Type> handled = services.Where(service => service.ServiceType == typeof(PayloadHandler))
            .Select(service => service.ImplementationType!.BaseType!.GetGenericArguments()[0]);

        Assert.Equal(kinds.OrderBy(kind => kind.Name), handled.OrderBy(kind => kind.Name));
        Assert.All(kinds, kind => Assert.True(kind.IsSealed && kind.IsDefined(typeof(ImmutableAttribute), inherit: false) && kind.IsDefined(typeof(AliasAttribute), inherit: false)));
    }

    private Frame[] Cross(Frame[] frames) =>
        gateway.GetRequiredService<Serializer>().Deserialize<Frame[]>(silo.GetRequiredService<Serializer>().SerializeToArray(frames))!;

    private static MessagesPosted Posted(long seq) =>
        new() { Posted = new PostedMessages { ConversationId = "g:a", Messages = [PushedMessages.Of(seq)] }, Origins = ["a1"] };
}
