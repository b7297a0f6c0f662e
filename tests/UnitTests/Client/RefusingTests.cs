using ImOrleans.Client.Errors;
using ImOrleans.Protocol.Errors;
using Xunit;

namespace ImOrleans.UnitTests.Client;

public sealed class RefusingTests
{
    [Theory]
    [InlineData("1001 Not a member.", 1001, null)]
    [InlineData("An unexpected error occurred invoking 'Send' on the server. HubException: 1004 Too large.", 1004, null)]
    [InlineData("The server closed the connection with the following error: 1106 The session has ended.", 1106, null)]
    [InlineData("1902 Too many sends. [retryAfterMs=1500]", 1902, 1500)]
    [InlineData("1902 Too many sends. [class=limit] [retryAfterMs=1500]", 1902, 1500)]
    [InlineData("The server closed the connection with the following error: 1106 The session has ended. [class=permission].", 1106, null)]
    [InlineData("Failed to invoke 'Nonsense' due to an error on the server.", 1000, null)]
    [InlineData("", 1000, null)]
    public void A_refusal_of_the_hub_has_its_number_and_its_wait(string text, int code, int? wait)
    {
        ImException refusal = Refusals.FromHub(text, ErrorCode.MalformedRequest);
        Assert.Equal(code, (int)refusal.Code);
        Assert.Equal(wait, (int?)refusal.RetryAfter?.TotalMilliseconds);
    }

    [Theory]
    [InlineData("2107 Not now. [class=retryable] [retryAfterMs=70]", RefusalClass.Retryable, true)]
    [InlineData("2107 Too much. [class=limit]", RefusalClass.Limit, true)]
    [InlineData("HubException: 2107 Not you. [class=permission]", RefusalClass.Permission, false)]
    [InlineData("2107 Not so. [class=of-a-newer-server]", RefusalClass.BadValue, false)]
    [InlineData("2107 Not so.", RefusalClass.BadValue, false)]
    [InlineData("1801 A server of before classes.", RefusalClass.Retryable, true)]
    public void A_number_of_a_newer_server_is_understood_by_its_class(string text, RefusalClass expected, bool canSucceedLater)
    {
        ImException hub = Refusals.FromHub(text, ErrorCode.MalformedRequest);
        string? name = text.Contains("[class=", StringComparison.Ordinal) ? text.Split("[class=")[1].Split(']')[0] : null;
        ImException rest = Refusals.FromHttp(400, new Problem { Code = (int)hub.Code, Class = name });
        Assert.Equal((expected, canSucceedLater), (hub.Class, hub.CanSucceedLater));
        Assert.Equal((expected, canSucceedLater), (rest.Class, rest.CanSucceedLater));
        Assert.DoesNotContain("[", hub.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, ErrorCode.InvalidToken)]
    [InlineData(429, ErrorCode.Unavailable)]
    [InlineData(502, ErrorCode.Unavailable)]
    [InlineData(404, ErrorCode.MalformedRequest)]
    public void Something_else_than_the_product_is_understood_by_its_status(int status, ErrorCode code) =>
        Assert.Equal(code, Refusals.FromHttp(status, null).Code);

    [Fact]
    public void A_problem_says_its_number_its_sentence_and_its_wait()
    {
        ImException refusal = Refusals.FromHttp(429, new Problem { Code = 1901, Title = "Too many.", Detail = "Too many sign-ins.", RetryAfterMs = 250 });
        Assert.Equal(((ErrorCode)1901, "Too many sign-ins.", TimeSpan.FromMilliseconds(250)), (refusal.Code, refusal.Message, refusal.RetryAfter!.Value));
    }

    [Theory]
    [InlineData(1004, false, false)]
    [InlineData(1701, false, false)]
    [InlineData(1801, true, false)]
    [InlineData(1902, true, false)]
    [InlineData(1105, false, true)]
    [InlineData(1106, false, true)]
    [InlineData(1107, false, true)]
    public void A_number_says_whether_to_try_again_and_whether_the_session_is_over(int code, bool isRetryable, bool endsSession)
    {
        ImException refusal = new((ErrorCode)code, "");
        Assert.Equal((isRetryable, endsSession), (refusal.CanSucceedLater, refusal.EndsSession()));
    }
}
