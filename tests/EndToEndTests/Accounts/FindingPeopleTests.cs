using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Accounts;
using Xunit;

namespace ImOrleans.EndToEndTests.Accounts;

public sealed class FindingPeopleTests(SharedSilo shared)
{
    [Fact]
    public async Task A_user_is_found_by_username_and_by_each_word_of_the_display_name()
    {
        string word = $"Zoë{Person.Name()[16..]}";
        string name = $"Dr. {word}";
        Person zoe = await Person.RegisterAsync(shared.Silo, name);
        Device ann = await (await Person.RegisterAsync(shared.Silo)).SignInAsync();

        Assert.Contains(await SearchAsync(ann, zoe.Username), found => found.UserId == zoe.UserId);
        Assert.Equal((zoe.UserId, name), Assert.Single(await SearchAsync(ann, word)) switch { var found => (found.UserId, found.DisplayName) });
        Assert.Equal(zoe.UserId, Assert.Single(await SearchAsync(ann, word[..^2].ToUpperInvariant())).UserId);
        Assert.Equal(name, (await ann.Api.GetAsync<UserProfile>($"api/users/{zoe.UserId}")).DisplayName);
    }

    [Fact]
    public async Task A_user_is_found_by_the_whole_display_name()
    {
        string name = $"Zoë {Person.Name()[16..]}";
        Person zoe = await Person.RegisterAsync(shared.Silo, name);
        Device ann = await (await Person.RegisterAsync(shared.Silo)).SignInAsync();

        Assert.Equal(zoe.UserId, Assert.Single(await SearchAsync(ann, name)).UserId);
    }

    [Fact]
    public async Task A_user_is_found_without_marks_from_the_middle_of_a_chinese_name_and_by_an_at()
    {
        string mark = Person.Name()[22..];
        Person jose = await Person.RegisterAsync(shared.Silo, $"José {mark}");
        Person lin = await Person.RegisterAsync(shared.Silo, $"林晓雯 {mark}");
        Person rare = await Person.RegisterAsync(shared.Silo, "𪚥");
        Device ann = await (await Person.RegisterAsync(shared.Silo)).SignInAsync();

        Assert.Equal(jose.UserId, Assert.Single(await SearchAsync(ann, $"jose {mark}")).UserId);
        Assert.Equal(lin.UserId, Assert.Single(await SearchAsync(ann, $"晓雯 {mark}")).UserId);
        Assert.Equal(rare.UserId, Assert.Single(await SearchAsync(ann, "𪚥")).UserId);
        Assert.Equal(lin.UserId, Assert.Single(await SearchAsync(ann, $"@{lin.Username}")).UserId);
        Assert.NotEmpty(await SearchAsync(ann, "雯"));
        (await ann.Api.AskAsync("GET", "api/users?query=%40a")).EnsureRefused(ErrorCode.InvalidQuery);
        (await ann.Api.AskAsync("GET", "api/users?query=%40")).EnsureRefused(ErrorCode.InvalidQuery);
    }

    [Fact]
    public async Task At_most_20_are_found()
    {
        string name = Person.Name()[20..];
        await Task.WhenAll(Enumerable.Range(0, 22).Select(number => Person.RegisterAsync(shared.Silo, $"{name} {number}")));
        Device ann = await (await Person.RegisterAsync(shared.Silo)).SignInAsync();

        Assert.Equal(20, (await SearchAsync(ann, name)).Length);
    }

    [Fact]
    public async Task The_profiles_of_200_people_are_answered_at_once_in_the_order_asked_without_those_who_do_not_exist()
    {
        Person[] people = await Person.RegisterAsync(shared.Silo, 5);
        Device ann = await people[0].SignInAsync();
        string[] known = [.. people.Select(person => person.UserId).Reverse()];
        string[] asked = [.. known.SelectMany((id, i) => Enumerable.Range(0, 39).Select(n => new string((char)('a' + i), 60) + $"-{n}").Prepend(id))];

        UserProfile[] found = await ann.Api.GetAsync<UserProfile[]>($"api/users?ids={string.Join(',', asked.Append(known[0]))}");

        Assert.Equal(200, asked.Length);
        Assert.Equal(known, found.Select(profile => profile.UserId));
        Assert.Equal(people.Select(person => person.Username).Reverse(), found.Select(profile => profile.Username));
        (await ann.Api.AskAsync("GET", $"api/users?ids={string.Join(',', asked.Append("one-more"))}")).EnsureRefused(ErrorCode.InvalidRange);
    }

    [Fact]
    public async Task A_changed_profile_is_what_others_see_and_find()
    {
        Device ann = await (await Person.RegisterAsync(shared.Silo)).SignInAsync();
        Device bob = await (await Person.RegisterAsync(shared.Silo)).SignInAsync();
        string name = $"Renamed{Person.Name()[16..]}";

        await ann.Api.PatchAsync<UserProfile>("api/users/me", new { displayName = name, avatarUrl = "https://example.org/ann.png" });
        await ann.Api.PatchAsync<UserProfile>("api/users/me", new { });

        UserProfile seen = await bob.Api.GetAsync<UserProfile>($"api/users/{ann.UserId}");
        Assert.Equal((name, "https://example.org/ann.png"), (seen.DisplayName, seen.AvatarUrl));
        Assert.Equal(ann.UserId, Assert.Single(await SearchAsync(bob, name)).UserId);
    }

    [Fact]
    public async Task Signs_that_mean_something_to_a_database_mean_nothing_to_the_search()
    {
        Device ann = await (await Person.RegisterAsync(shared.Silo)).SignInAsync();

        foreach (string query in new[] { "%%", "__", "' OR 1=1 --", "\"\"", "**", "a* b*", "\\\\", "NEAR(a b)" })
        {
            Assert.Empty(await SearchAsync(ann, query));
        }
    }

    [Fact]
    public async Task Nobody_is_found_for_a_single_letter_and_unknown_people_are_unknown()
    {
        Device ann = await (await Person.RegisterAsync(shared.Silo)).SignInAsync();

        (await ann.Api.AskAsync("GET", "api/users?query=a")).EnsureRefused(ErrorCode.InvalidQuery);
        (await ann.Api.AskAsync("GET", "api/users?query=%20%20a")).EnsureRefused(ErrorCode.InvalidQuery);
        (await ann.Api.AskAsync("GET", "api/users")).EnsureRefused(ErrorCode.InvalidQuery);
        (await ann.Api.AskAsync("GET", "api/users/nobody")).EnsureRefused(ErrorCode.UnknownUser);
        (await ann.Api.AskAsync("POST", "api/conversations/direct", new { userId = "nobody" })).EnsureRefused(ErrorCode.UnknownUser);
    }

    private static Task<UserProfile[]> SearchAsync(Device device, string query) =>
        device.Api.GetAsync<UserProfile[]>($"api/users?query={Uri.EscapeDataString(query)}");
}
