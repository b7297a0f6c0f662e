using ImOrleans.Load.Chat;
using ImOrleans.Load.Checking.Devices;

namespace ImOrleans.Load.Checking.Towns;

/// <summary>Makes users, conversations and groups, before anything bad happens. The seed says who talks to whom.</summary>
internal sealed class Founding(Town town, Accounts accounts)
{
    private const int AtOnce = 4;
    private readonly CheckOptions options = town.Options;

    public async Task FoundAsync()
    {
        Person[] people = new Person[options.Users];
        await Parallel.ForAsync(0, people.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) =>
            people[number] = await MakeAsync(number));
        town.Settle(people);
        Random random = Dice.For(options.Seed, "conversations");
        int opened = 0;
        foreach ((Person first, Person second) in Pairs(people, random))
        {
            string id = await accounts.OpenDirectAsync(await first.Desk.TokenAsync(), second.UserId);
            town.Open(new Talk(opened++, id, first, [first, second]));
        }

        for (int group = 0; group < options.Groups; group++)
        {
            Person[] members = [.. random.GetItems(people, random.Next(3, 9)).Distinct()];
            string id = await accounts.CreateGroupAsync(await members[0].Desk.TokenAsync(), $"Group {group}", [.. members.Select(member => member.UserId)]);
            town.Open(new Talk(opened++, id, members[0], members));
        }
    }

    private async Task<Person> MakeAsync(int number)
    {
        (string username, string userId) = await accounts.RegisterAsync($"{number}");
        Person person = new(number, username, userId, accounts) { Desk = new Session(accounts, username, "desk") };
        await person.Desk.TokenAsync();
        person.Devices = [.. Enumerable.Range(number * options.Devices, options.Devices)
            .Select(device => new Device(device, person, town, Dice.For(options.Seed, "device", device)))];
        return person;
    }

    private IEnumerable<(Person First, Person Second)> Pairs(Person[] people, Random random)
    {
        HashSet<(int, int)> taken = [];
        for (int person = 0; taken.Count < options.Directs; person++)
        {
            // Each person gets one conversation first: a person without one tests nothing.
            (int first, int second) = (person % people.Length, random.Next(people.Length));
            if (first != second && taken.Add((Math.Min(first, second), Math.Max(first, second))))
            {
                yield return (people[first], people[second]);
            }
        }
    }
}
