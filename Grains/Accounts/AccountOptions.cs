using System.ComponentModel.DataAnnotations;

namespace ImOrleans.Grains.Accounts;

/// <summary>Passwords and sign-ins, counted by each silo for the accounts that live there. Section <c>Im:Accounts</c>.</summary>
internal sealed class AccountOptions : IValidatableObject
{
    public const string Section = "Im:Accounts";

    /// <summary>
    /// Rounds of PBKDF2-HMAC-SHA512 per password. 210,000 cost a processor about 0.1 s. A hash of fewer rounds is replaced when its user
    /// signs in.
    /// </summary>
    [Range(1_000, 10_000_000)]
    public int PasswordIterations { get; init; } = 210_000;

    /// <summary>Passwords that one silo hashes at once. 0: half of its cores, at least one.</summary>
    [Range(0, 1_024)]
    public int PasswordThreads { get; init; }

    /// <summary>
    /// Passwords that wait to be hashed, for each thread: known devices, and all others as many again. One more is refused.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxWaitingPasswords { get; init; } = 50;

    /// <summary>Failed sign-ins of one account from one source within <see cref="FailureWindow"/> before that source is refused.</summary>
    [Range(1, 1_000_000)]
    public int MaxFailures { get; init; } = 10;

    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan FailureWindow { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Failed sign-ins of one account from all sources together that are no known devices, within <see cref="StrangerWindow"/>. Beyond it
    /// only devices can try that prove that they were signed in before.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxStrangerFailures { get; init; } = 100;

    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan StrangerWindow { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Sign-ins of one account with the right password within <see cref="FailureWindow"/>: each costs a hash and a stored session.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxSignIns { get; init; } = 50;

    /// <summary>
    /// Accounts, and pairs of account and source, whose attempts a silo counts at once. Beyond it the oldest are dropped.
    /// </summary>
    [Range(1_000, 10_000_000)]
    public int MaxCounted { get; init; } = 100_000;

    /// <summary>
    /// Whether the username of a deleted account stays reserved for ever, so that no other user can pose as its former owner. False: it can
    /// be registered again after the deletion, by a user with another id.
    /// </summary>
    public bool ReserveUsername { get; init; } = true;

    /// <summary>
    /// Whether the deletion of an account also removes the content of the messages that its user sent, for everybody and for ever. It holds
    /// for conversations in which the user is, and for those that the index still keeps after the user left them
    /// (<c>Im:Users:MaxEnded</c>). Each message costs one entry in its conversation.
    /// </summary>
    public bool RedactOnDeletion { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MaxStrangerFailures < MaxFailures)
        {
            yield return new ValidationResult(
                $"MaxStrangerFailures is {MaxStrangerFailures}; MaxStrangerFailures must be at least MaxFailures, which is {MaxFailures}.");
        }
    }
}
