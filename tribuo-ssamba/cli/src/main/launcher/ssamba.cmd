@echo off
rem Starts ssamba.jar with what makes Java fast here. The jar alone does the same, by starting Java twice
rem (Launch.java, which also makes the class-data archive).
setlocal
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
set "archive="
if defined JAVA_HOME for %%I in ("%JAVA_HOME%\.") do set "archive=%~dp0lib\%%~nxI.jsa"
if not defined archive goto alone
if not exist "%archive%" goto alone
"%java%" --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -Dssamba.launched=true "-XX:SharedArchiveFile=%archive%" -Xlog:disable -Xlog:all=error:stderr -jar "%~dp0ssamba.jar" %*
exit /b %errorlevel%
:alone
"%java%" -jar "%~dp0ssamba.jar" %*
exit /b %errorlevel%
