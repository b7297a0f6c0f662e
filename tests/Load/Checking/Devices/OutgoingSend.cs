using ImOrleans.Load.Checking.Recording;
using ImOrleans.Load.Checking.Towns;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Load.Checking.Devices;

/// <summary>One send: drafts that are stored all or not at all, the same at each attempt.</summary>
internal sealed class OutgoingSend
{
    private readonly long[] numbers;

    public OutgoingSend(Town town, Talk talk, int count)
    {
        Talk = talk;
        numbers = [.. Enumerable.Range(0, count).Select(_ => town.Texts.NextNumber())];
        Drafts = [.. numbers.Select(town.Texts.Draft)];
    }

    public Talk Talk { get; }

    public MessageDraft[] Drafts { get; }

    public int Count => numbers.Length;

    public int Attempts { get; set; }

    /// <summary>A repetition can be stored, because the refused user may be a member by then.</summary>
    public bool IsRefused { get; set; }

    public void Each(Action<long, MessageDraft> act)
    {
        for (int index = 0; index < numbers.Length; index++)
        {
            act(numbers[index], Drafts[index]);
        }
    }

    public void Each(Action<long> act) => Array.ForEach(numbers, act);

    /// <summary>-1 for a receipt of something else.</summary>
    public long NumberOf(string clientMessageId)
    {
        int index = Array.FindIndex(Drafts, draft => draft.ClientMessageId == clientMessageId);
        return index < 0 ? Fact.None : numbers[index];
    }
}
