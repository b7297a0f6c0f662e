using System.Globalization;
using ImOrleans.Grains;
using ImOrleans.Grains.Accounts;
using ImOrleans.Grains.Operators;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Errors;
using ImOrleans.ServiceDefaults.Startup;
using ErrorCode = ImOrleans.Protocol.Errors.ErrorCode;

namespace ImOrleans.Silo.Operators;

/// <summary>The commands <c>operator grant</c>, <c>operator revoke</c> and <c>operator list</c>. Each returns the exit code.</summary>
internal static class OperatorCommands
{
    /// <exception cref="StartupException">There is no such user.</exception>
    public static Task<int> GrantAsync(string userId, string[] settings) => ClusterCommand.RunAsync(settings, async grains =>
    {
        EnsureId(userId);
        try
        {
            UserProfile profile = await grains.GetGrain<IOperatorsGrain>(0).Grant(userId);
            Console.WriteLine($"{profile.Username} ({userId}) is an operator now and can sign in at /operators/.");
        }
        catch (ImException refusal) when (refusal.Code == ErrorCode.UnknownUser)
        {
            string hint = await IdOfAsync(grains, userId) is { } id
                ? $"The user id of {userId} is {id}."
                : "Give the command a username, and it prints the user id of that account.";
            throw new StartupException($"'{userId}' is not the id of a user. {hint}", refusal);
        }
        catch (ImException refusal)
        {
            throw new StartupException(refusal.Message, refusal);
        }
    });

    /// <exception cref="StartupException">The user is not an operator.</exception>
    public static Task<int> RevokeAsync(string userId, string[] settings) => ClusterCommand.RunAsync(settings, async grains =>
    {
        if (!await grains.GetGrain<IOperatorsGrain>(0).Revoke(userId))
        {
            throw new StartupException($"'{userId}' is not an operator. The command operator list prints the user ids of all operators.");
        }

        Console.WriteLine($"{userId} is not an operator any more.");
    });

    public static Task<int> ListAsync(string[] settings) => ClusterCommand.RunAsync(settings, async grains =>
    {
        OperatorGrant[] operators = await grains.GetGrain<IOperatorsGrain>(0).List();
        foreach (OperatorGrant grant in operators)
        {
            UserProfile? profile = await grains.GetGrain<IProfileGrain>(grant.UserId).Get();
            Console.WriteLine($"{grant.UserId}  {profile?.Username}  since {grant.GrantedAt.UtcDateTime.ToString("u", CultureInfo.InvariantCulture)}");
        }

        if (operators.Length == 0)
        {
            Console.WriteLine("There is no operator. The command operator grant <userId> makes one.");
        }
    });

    private static void EnsureId(string userId)
    {
        if (!EntityId.IsValid(userId))
        {
            throw new StartupException($"'{userId}' is not a user id. An id is 1 to 64 of the letters A-Z and a-z, digits, underscore and hyphen.");
        }
    }

    /// <summary>A username can be entered by mistake. The command does not accept it, because any user can choose a name.</summary>
    private static async Task<string?> IdOfAsync(IGrainFactory grains, string username)
    {
        try
        {
            return await grains.GetGrain<IAccountGrain>(Username.Normalize(username)).Owner();
        }
        catch (ImException)
        {
            return null;
        }
    }
}
