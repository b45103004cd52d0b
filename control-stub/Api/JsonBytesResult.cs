namespace Pdp.ControlStub.Api;

/// <summary>Answers with JSON that was written by the contract's own writer, exactly as the other side reads it.</summary>
internal sealed class JsonBytesResult(byte[] json, int status) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = "application/json";
        httpContext.Response.ContentLength = json.Length;
        await httpContext.Response.Body.WriteAsync(json, httpContext.RequestAborted);
    }
}
