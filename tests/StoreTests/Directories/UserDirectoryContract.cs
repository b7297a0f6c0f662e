using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Accounts;
using Xunit;

namespace ImOrleans.StoreTests.Directories;

/// <summary>The contract of every user directory.</summary>
public abstract class UserDirectoryContract
{
    protected abstract IUserDirectory Directory { get; }

    [Fact]
    public async Task A_profile_is_found_as_it_was_put()
    {
        var anna = Profile("u1", "anna", "Anna Müller") with { AvatarUrl = "https://im.example/a.png" };
        await Directory.PutAsync(anna);

        Assert.Equal(anna, (await Directory.FindAsync(["u1", "unknown"])).Values.Single());
    }

    [Fact]
    public async Task A_deleted_account_is_found_by_its_id_only()
    {
        await PutAsync(("u1", "anna", "Anna Rose"), ("u2", "annabel", "Anna"));
        UserProfile tombstone = Tombstone.Of("u1");

        await Directory.PutAsync(tombstone);
        await Directory.PutAsync(tombstone);

        Assert.Equal(tombstone, (await Directory.FindAsync(["u1"])).Values.Single());
        Assert.Equal(["u2"], await SearchAsync("anna"));
        Assert.Empty(await SearchAsync("rose"));
        Assert.Empty(await SearchAsync("deleted"));
        Assert.Empty(await SearchAsync("account"));
    }

    [Fact]
    public async Task People_are_found_by_username_and_by_words_of_the_display_name_without_case()
    {
        await PutAsync(("u1", "Anna", "Rose"), ("u2", "bert", "Carl von ANNABERG"), ("u3", "joanna", "Joanna"), ("u4", "ünal", "Øyvind Ännchen"));

        Assert.Equal(["u1", "u2", "u4"], await SearchAsync("aNN"));
        Assert.Equal(["u4"], await SearchAsync("ÄNNC"));
        Assert.Equal(["u4"], await SearchAsync("Ün"));
        Assert.Equal(["u2"], await SearchAsync(" von "));
        Assert.Empty(await SearchAsync("nna"));
    }

    /// <summary>A query need not be written exactly like the name, and need not start at its first character.</summary>
    [Theory]
    [InlineData("José-María Núñez", "jose", "JOSÉ", "Jose\u0301", "nunez", "maria n", "María")]
    [InlineData("Łukasz Müßig", "lukasz", "Łuk", "mussig", "müssig")]
    [InlineData("Øyvind Æbeltoft", "oyvind", "aebel", "ØY")]
    [InlineData("林晓雯", "晓雯", "林", "雯", "林晓雯")]
    [InlineData("王小明 Ming", "小明", "明 ming", "ming", "王")]
    [InlineData("김민수", "민수", "김미", "ㄱ\u1175", "수")]
    [InlineData("さくら ﾀﾛｳ", "くら", "タロウ", "ロ")]
    [InlineData("Дмитрий Ёлкин", "дмитрии", "ЕЛКИН", "ёлк")]
    [InlineData("Ὀδυσσεύς", "οδυσσευς", "ΟΔΥΣ")]
    [InlineData("ﬁona Ａｂｃ ①", "fiona", "abc", "1")]
    [InlineData("مُحَمَّد", "محمد")]
    [InlineData("An\u200bna (Bo) O’Hara", "anna", "bo", "hara", "o’hara")]
    [InlineData("İpek Ilgın", "ipek", "ilgin", "IPEK")]
    public async Task People_are_found_whatever_the_marks_and_from_each_character_of_scripts_without_blanks(string displayName, params string[] queries)
    {
        await PutAsync(("u1", "x", displayName), ("u2", "y", "Other"));

        await Assert.AllAsync(queries, async query => Assert.Equal(["u1"], await SearchAsync(query)));
    }

    [Fact]
    public async Task An_exact_username_comes_first_and_the_others_by_username()
    {
        await PutAsync(("u1", "anna2", "x"), ("u2", "zoe", "Anna"), ("u3", "anna", "x"), ("u4", "aaron", "Anna"));

        Assert.Equal(["u3", "u4", "u1", "u2"], await SearchAsync("anna"));
    }

    [Fact]
    public async Task A_user_who_matches_twice_is_found_once()
    {
        await PutAsync(("u1", "anna", "Anna Annabel ANNA"));

        Assert.Equal(["u1"], await SearchAsync("an"));
    }

    [Theory]
    [InlineData("%")]
    [InlineData("_nna")]
    [InlineData("a%")]
    [InlineData("[a]")]
    [InlineData("an*")]
    [InlineData("' OR 1=1 --")]
    [InlineData("")]
    [InlineData("   ")]
    public async Task A_search_text_is_never_a_pattern(string query)
    {
        await PutAsync(("u1", "anna", "Anna"));

        Assert.Empty(await SearchAsync(query));
    }

    [Fact]
    public async Task A_special_character_is_found_as_itself()
    {
        await PutAsync(("u1", "a_b", "100% Anna"), ("u2", "axb", "1000 x"), ("u3", "消息", "小明 👩‍👩‍👧"));

        Assert.Equal(["u1"], await SearchAsync("a_"));
        Assert.Equal(["u1"], await SearchAsync("100%"));
        Assert.Equal(["u3"], await SearchAsync("小"));
        Assert.Equal(["u3"], await SearchAsync("👩"));
    }

    [Fact]
    public async Task A_new_name_replaces_the_old_one()
    {
        await PutAsync(("u1", "anna", "Anna Old"), ("u1", "anna", "Anna New"), ("u1", "anna", "Anna New"));

        Assert.Empty(await SearchAsync("old"));
        Assert.Equal(["u1"], await SearchAsync("new"));
    }

    [Fact]
    public async Task A_search_is_cut_at_its_limit_and_at_a_hundred()
    {
        await PutAsync([.. Enumerable.Range(0, 300).Select(i => ($"u{i}", $"anna{i:000}", "Anna"))]);

        Assert.Equal(["u0", "u1", "u2"], await SearchAsync("anna", 3));
        Assert.Equal(100, (await SearchAsync("anna", 10_000)).Length);
    }

    [Fact]
    public async Task A_thousand_profiles_are_found_in_one_read()
    {
        await PutAsync([.. Enumerable.Range(0, 1_000).Select(i => ($"u{i}", $"n{i}", "N"))]);

        Assert.Equal(1_000, (await Directory.FindAsync([.. Enumerable.Range(0, 1_200).Select(i => $"u{i}")])).Count);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Directory.FindAsync([.. Enumerable.Range(0, 10_001).Select(i => $"u{i}")]));
    }

    private static UserProfile Profile(string id, string username, string displayName) =>
        new() { UserId = id, Username = username, DisplayName = displayName };

    private Task PutAsync(params (string Id, string Username, string DisplayName)[] people) =>
        Task.WhenAll(people.Select(person => Directory.PutAsync(Profile(person.Id, person.Username, person.DisplayName))));

    private async Task<string[]> SearchAsync(string query, int limit = 20) =>
        [.. (await Directory.SearchAsync(query, limit)).Select(profile => profile.UserId)];
}
