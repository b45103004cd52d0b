namespace Pdp.Standin.Http;

/// <summary>The client sent what cannot be read; answered with <see cref="Status"/>, then the connection is closed.</summary>
internal sealed class BadRequestException(int status, string detail) : Exception(detail)
{
    public int Status { get; } = status;
}
