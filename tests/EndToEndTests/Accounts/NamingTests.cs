using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Accounts;
using Xunit;

namespace ImOrleans.EndToEndTests.Accounts;

public sealed class NamingTests(SharedSilo shared)
{
    [Fact]
    public async Task A_name_that_leaves_nothing_on_the_screen_is_refused_for_people_groups_and_devices()
    {
        Device ann = await (await Person.RegisterAsync(shared.Silo)).SignInAsync();
        Api stranger = new(shared.Silo.Http);
        foreach (string name in (string[])[.. Names.Blank, "a\u0000b", "a\u0085b"])
        {
            (await ann.Api.AskAsync("PATCH", "api/users/me", new { displayName = name })).EnsureRefused(ErrorCode.InvalidDisplayName);
            (await ann.Api.AskAsync("POST", "api/groups", new { name, memberIds = Array.Empty<string>() })).EnsureRefused(ErrorCode.InvalidGroupName);
            (await stranger.AskAsync("POST", "api/accounts", new { username = Person.Name(), password = Person.Password, displayName = name }))
                .EnsureRefused(ErrorCode.InvalidDisplayName);
        }

        Person bob = await Person.RegisterAsync(shared.Silo);
        object SignIn(string name) => new { username = bob.Username, password = Person.Password, device = new { platform = "web", name } };
        (await stranger.AskAsync("POST", "api/sessions", SignIn("\u2800"))).EnsureRefused(ErrorCode.InvalidDevice);
        (await stranger.AskAsync("POST", "api/sessions", SignIn(""))).EnsureDone();
        foreach (string name in Names.Visible)
        {
            Assert.Equal(name, (await ann.Api.PatchAsync<UserProfile>("api/users/me", new { displayName = name })).DisplayName);
        }
    }
}
