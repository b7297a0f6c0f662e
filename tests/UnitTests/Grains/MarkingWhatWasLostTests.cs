using ImOrleans.Grains.Delivery;
using ImOrleans.Grains.Delivery.Payloads;
using ImOrleans.Protocol.Conversations;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class MarkingWhatWasLostTests
{
    [Fact]
    public void Lost_messages_leave_one_mark_for_each_conversation_with_all_their_recipients()
    {
        var marks = new BehindMarks(10);
        marks.Add(Frames.Messages("g:a", "anna", "ben"));
        marks.Add(Frames.Messages("g:a", "ben", "carl"));
        marks.Add(Frames.Messages("g:b", "anna"));
        Assert.Equal(["g:a: anna,ben,carl", "g:b: anna"], Frames.Marks(marks.Take()));
        Assert.Empty(marks.Take());
    }

    [Fact]
    public void A_mark_that_was_lost_itself_leaves_a_mark()
    {
        var marks = new BehindMarks(10);
        marks.Add(Frames.ToMembers("g:a", ["anna"], new HeadsMoved("g:a")));
        marks.Add(
            new Frame(Audience.Users("ben"), new ConversationChanged(new ConversationChange { Kind = ChangeKind.Left, ConversationId = "g:b" })));
        Assert.Equal(["g:a: anna", "g:b: ben"], Frames.Marks(marks.Take()));
    }

    [Fact]
    public void A_payload_that_heads_do_not_repair_leaves_none()
    {
        var marks = new BehindMarks(10);
        marks.Add(Frames.ToMembers("g:a", ["anna"], new MemberTyping("g:a", "ben")));
        marks.Add(Frames.ToMembers("g:a", ["anna"], new PositionMoved { ConversationId = "g:a", MemberId = "ben", Seq = 1, Read = true }));
        marks.Add(new Frame(Audience.Users("anna"), new RoutesLost()));
        marks.Add(new Frame(Audience.Session("s1"), new SessionEnded("ended")));
        marks.Add(new Frame(Audience.Watchers("ben"), new PresenceChanged(Presence: null, Stamp: 1)));
        Assert.Empty(marks.Take());
    }

    [Fact]
    public void Above_the_bound_everybody_is_marked_once()
    {
        var marks = new BehindMarks(2);
        marks.Add(Frames.Messages("g:a", "anna"));
        marks.Add(Frames.Messages("g:b", "anna"));
        marks.Add(Frames.Messages("g:b", "ben"));
        marks.Add(Frames.Messages("g:c", "anna"));
        marks.Add(Frames.Messages("g:d", "anna"));
        Assert.Equal([": "], Frames.Marks(marks.Take()));
        marks.Add(Frames.Messages("g:a", "anna"));
        Assert.Equal(["g:a: anna"], Frames.Marks(marks.Take()));
    }

    [Fact]
    public void A_lost_mark_for_everybody_marks_everybody_again()
    {
        var marks = new BehindMarks(2);
        marks.Add(new Frame(Audience.Everybody, new HeadsMoved("")));
        Frame again = Assert.Single(marks.Take());
        Assert.Equal((AudienceKind.Everybody, ""), (again.Audience.Kind, Assert.IsType<HeadsMoved>(again.Payload).ConversationId));
    }

    [Fact]
    public void A_lost_change_without_a_conversation_marks_its_users()
    {
        var marks = new BehindMarks(2);
        marks.Add(new Frame(Audience.Users("ben"), new ConversationChanged(new ConversationChange { Kind = ChangeKind.Updated })));
        Frame again = Assert.Single(marks.Take());
        Assert.Equal((AudienceKind.Users, "ben"), (again.Audience.Kind, Assert.Single(again.Audience.UserIds)));
    }
}
