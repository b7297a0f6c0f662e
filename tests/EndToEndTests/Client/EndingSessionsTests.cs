using ImOrleans.Client.Events;
using ImOrleans.Client.Outgoing;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Hubs;
using Xunit;
using Drafts = ImOrleans.Client.Outgoing.Drafts;

namespace ImOrleans.EndToEndTests.Client;

public sealed class EndingSessionsTests(SharedSilo shared)
{
    [Fact]
    public async Task Signed_out_elsewhere_a_client_says_why_and_sends_no_more()
    {
        Person ann = await Person.RegisterAsync(shared.Silo);
        await using Phone phone = await Phone.SignInAsync(ann);
        await using Phone laptop = await Phone.SignInAsync(ann);
        string id = await phone.Client.Conversations.OpenDirectAsync(ann.UserId);

        await laptop.Client.Devices.SignOutAsync(phone.Client.DeviceId!);

        ClientStateChanged ended = await phone.SeesAsync<ClientStateChanged>(changed => changed.State == ClientState.SignedOut, "the end");
        Assert.Equal(SignedOutReason.Ended, ended.Reason);
        Assert.Equal((null, ClientState.SignedOut), (phone.Client.UserId, phone.Client.State));
        Assert.Equal(ErrorCode.SessionEnded, (await Assert.ThrowsAsync<ImException>(() => phone.Client.SendAsync(id, "too late"))).Code);
        Assert.Equal(1, (await laptop.Client.SendAsync(id, "still here").WaitAsync(Phone.Patience)).Seq);
    }

    [Fact]
    public async Task Messages_waiting_when_the_session_ended_are_sent_after_the_next_sign_in()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync();
        Person ann = await Person.RegisterAsync(silo);
        await using Phone phone = await Phone.SignInAsync(ann);
        string id = await phone.Client.Conversations.OpenDirectAsync(ann.UserId);
        await silo.KillAsync();
        QueuedMessage queued = await phone.Client.QueueAsync(id, Drafts.Text("wait for me"));

        Assert.False(await phone.Client.SignOutAsync());
        Assert.Equal(ErrorCode.SessionEnded, (await Assert.ThrowsAsync<ImException>(() => queued.Receipt.WaitAsync(Phone.Patience))).Code);
        await silo.StartAgainAsync();
        await phone.Client.SignInAsync(ann.Username, Person.Password);

        Assert.Equal(queued.ClientMessageId, (await phone.ReceivesAsync(id, "wait for me")).ClientMessageId);
        Assert.Single(await phone.Client.Devices.ListAsync());
    }

    [Fact]
    public async Task A_client_that_is_disposed_or_signs_in_again_says_nothing_of_being_signed_out()
    {
        Person ann = await Person.RegisterAsync(shared.Silo);
        Phone phone = await Phone.SignInAsync(ann);
        await Phone.EnsureRefusedAsync(ErrorCode.WrongCredentials, () => phone.Client.SignInAsync(ann.Username, "wrong horse battery"));
        await phone.OnlineAsync();
        await phone.Client.SignInAsync(ann.Username, Person.Password);
        await phone.OnlineAsync();
        Assert.Single(await phone.Client.Devices.ListAsync());

        await phone.DisposeAsync();

        Assert.Equal(ClientState.Offline, phone.Client.State);
        Assert.Equal(ClientState.Offline, phone.Events.Of<ClientStateChanged>()[^1].State);
        Assert.DoesNotContain(phone.Events.Of<ClientStateChanged>(), changed => changed.State == ClientState.SignedOut);
    }

    [Fact]
    public async Task Signing_out_is_reported_once_and_removes_the_device_from_the_list()
    {
        Person ann = await Person.RegisterAsync(shared.Silo);
        await using Phone laptop = await Phone.SignInAsync(ann);
        await using Phone phone = await Phone.SignInAsync(ann);
        Assert.True(await phone.Client.SignOutAsync());
        Assert.True(await phone.Client.SignOutAsync());
        await phone.SeesAsync<ClientStateChanged>(changed => changed.State == ClientState.SignedOut, "the end");
        Assert.Equal(
            SignedOutReason.SignedOut, Assert.Single(phone.Events.Of<ClientStateChanged>(), changed => changed.State == ClientState.SignedOut).Reason);
        Assert.Equal(laptop.Client.DeviceId, Assert.Single(await laptop.Client.Devices.ListAsync()).DeviceId);
    }
}
