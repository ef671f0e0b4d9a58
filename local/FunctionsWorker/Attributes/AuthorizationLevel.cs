namespace Microsoft.Azure.Functions.Worker;

/// <summary>Which key a caller of an HTTP function must present.</summary>
public enum AuthorizationLevel
{
    /// <summary>None.</summary>
    Anonymous = 0,

    /// <summary>A user token; not supported by the platform today.</summary>
    User = 1,

    /// <summary>A key of the function or of the app.</summary>
    Function = 2,

    /// <summary>A key of the host's own system functions.</summary>
    System = 3,

    /// <summary>The master key.</summary>
    Admin = 4,
}
