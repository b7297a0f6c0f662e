using ImOrleans.Load.Checking.Recording;

namespace ImOrleans.Load.Checking.Verifying;

/// <summary>One promise. It sees the ledger line by line and says each breach in one sentence.</summary>
internal abstract class Rule(Evidence evidence)
{
    private const int SentencesKept = 10;
    private readonly List<string> sentences = [];

    /// <summary>The promise, as a sentence.</summary>
    public abstract string Promise { get; }

    public long Violations { get; private set; }

    /// <summary>The first of them.</summary>
    public IReadOnlyList<string> Sentences => sentences;

    protected Evidence Evidence => evidence;

    public virtual void See(in Fact fact)
    {
    }

    /// <summary>The ledger has ended.</summary>
    public virtual void Conclude()
    {
    }

    protected void Violate(string sentence)
    {
        if (++Violations <= SentencesKept)
        {
            sentences.Add(sentence);
        }
    }

    protected string Message(long number) => Evidence.Sent(number) is { } sent
        ? $"message {number} of {Evidence.User(sent.User)}"
        : number == 0 ? "a notice" : "a message that was never sent";
}
