@echo off
rem Starts ssamba.jar with the arguments that it keeps for this Java. Without them, the jar finds what makes
rem Java fast here, keeps it, and starts Java again (Launch.java).
setlocal
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
set "args="
if defined JAVA_HOME for %%I in ("%JAVA_HOME%\.") do set "args=%~dp0lib\%%~nxI.args"
if not defined args goto alone
if not exist "%args%" goto alone
"%java%" "@%args%" -jar "%~dp0ssamba.jar" %*
exit /b %errorlevel%
:alone
"%java%" -jar "%~dp0ssamba.jar" %*
exit /b %errorlevel%
