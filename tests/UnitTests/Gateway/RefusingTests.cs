using System.Text.Json;
using ImOrleans.Gateway.Errors;
using ImOrleans.Protocol.Errors;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace ImOrleans.UnitTests.Gateway;

public sealed class RefusingTests
{
    [Fact]
    public void A_refusal_keeps_its_number_text_and_delay()
    {
        ImException refused = new(ErrorCode.TooManySends, "Slowly.", TimeSpan.FromMilliseconds(250));
        Assert.Equal(new Refusal(ErrorCode.TooManySends, "Slowly.", TimeSpan.FromMilliseconds(250)), Refusal.From(refused));
    }

    [Fact]
    public void A_refusal_that_can_be_retried_says_when()
    {
        Assert.NotNull(Refusal.From(new ImException(ErrorCode.StoreUnavailable, "The store did not confirm."))!.RetryAfter);
        Assert.Null(Refusal.From(new ImException(ErrorCode.NotAMember, "No."))!.RetryAfter);
    }

    [Fact]
    public void An_unreachable_cluster_may_be_retried()
    {
        Exception[] outages = [new TimeoutException(), new SiloUnavailableException(), new OrleansException("x"), new OperationCanceledException(), new IOException()];
        foreach (Exception outage in outages)
        {
            Refusal refusal = Refusal.From(outage)!;
            Assert.Equal(ErrorCode.Unavailable, refusal.Code);
            Assert.NotNull(refusal.RetryAfter);
        }
    }

    [Fact]
    public void The_inner_reason_of_an_outage_is_not_revealed() =>
        Assert.DoesNotContain("10.0.0.7", Refusal.From(new SiloUnavailableException("S10.0.0.7:11111 is gone"))!.Message, StringComparison.Ordinal);

    [Fact]
    public void A_body_that_is_too_large_has_its_own_number() =>
        Assert.Equal(ErrorCode.MessageTooLarge, Refusal.From(new BadHttpRequestException("", StatusCodes.Status413PayloadTooLarge))!.Code);

    [Fact]
    public void A_malformed_body_is_described_without_our_types()
    {
        Refusal refusal = Refusal.From(new BadHttpRequestException("RegisterRequest request", new JsonException("x", "$.username", 2, 5)))!;
        Assert.Equal(new Refusal(ErrorCode.MalformedRequest, "The body could not be read at $.username, line 3."), refusal);
    }

    [Fact]
    public void A_bug_is_no_refusal()
    {
        Assert.Null(Refusal.From(new InvalidOperationException("bug")));
        Assert.Null(Refusal.From(new JsonException("a stored state that cannot be read")));
    }

    [Fact]
    public void Every_number_has_a_class_and_a_status_that_says_the_same()
    {
        Dictionary<RefusalClass, int[]> statuses = new()
        {
            [RefusalClass.Permission] = [401, 403],
            [RefusalClass.BadValue] = [400, 404, 409, 413],
            [RefusalClass.Retryable] = [503],
            [RefusalClass.Limit] = [429],
            [RefusalClass.Client] = [400],
        };
        Assert.All(Enum.GetValues<ErrorCode>(), code => Assert.Contains(code.HttpStatus(), statuses[code.KnownClass()!.Value]));
    }

    [Fact]
    public void Every_class_has_a_name_on_the_wire() =>
        Assert.All(Enum.GetValues<RefusalClass>(), refusal => Assert.Equal(refusal, ErrorClass.Parse(refusal.Name())));

    [Fact]
    public void The_class_of_a_number_that_a_newer_silo_refused_with_passes_the_gateway()
    {
        Refusal refusal = Refusal.From(new ImException((ErrorCode)2107, "Not now.", refusal: RefusalClass.Retryable))!;
        Assert.Equal((RefusalClass.Retryable, 503, true), (refusal.Class, refusal.Status, refusal.RetryAfter is not null));
    }
}
